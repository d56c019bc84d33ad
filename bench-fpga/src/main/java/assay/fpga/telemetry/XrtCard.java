package assay.fpga.telemetry;

import assay.core.host.HostRoot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An AMD card with XRT's drivers: up to two PCI functions, user (driver xocl) and management
 * (xclmgmt), which both expose the same sensors.
 *
 * @param functions the user function first, since OpenCL identifies the card by its address
 */
record XrtCard(List<PciFunction> functions) {
  /** AMD's PCI vendor id for the former Xilinx. */
  static final int VENDOR = 0x10ee;

  private static final String USER = "xocl";
  private static final List<String> DRIVERS = List.of(USER, "xclmgmt");

  /** All such cards, by address. */
  static List<XrtCard> all(HostRoot root) {
    Map<String, List<PciFunction>> cards = new TreeMap<>();
    for (PciFunction function : PciFunction.all(root)) {
      if (isDrivenByXrt(function)) {
        cards.computeIfAbsent(function.card(), _ -> new ArrayList<>()).add(function);
      }
    }
    return cards.values().stream().map(XrtCard::userFirst).toList();
  }

  private static XrtCard userFirst(List<PciFunction> functions) {
    return new XrtCard(
        functions.stream()
            .sorted(Comparator.comparing((PciFunction f) -> !f.driver().orElse("").equals(USER)))
            .toList());
  }

  /** Whether it is bound to one of XRT's drivers. */
  static boolean isDrivenByXrt(PciFunction function) {
    return function.hasVendor(VENDOR) && DRIVERS.contains(function.driver().orElse(""));
  }

  /** The function that represents the card. */
  PciFunction key() {
    return functions.getFirst();
  }

  /** Its board controller's folders ({@code xmc.u.…}, {@code xmc.m.…}), in the functions' order. */
  List<Controller> controllers() {
    List<Controller> found = new ArrayList<>();
    for (PciFunction function : functions) {
      if (!HostRoot.list(function.folder(), Controller.GLOB).isEmpty()) {
        found.add(new Controller(function));
      }
    }
    return found;
  }
}
