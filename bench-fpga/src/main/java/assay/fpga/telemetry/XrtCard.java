package assay.fpga.telemetry;

import assay.core.host.HostRoot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An AMD card run by XRT's drivers: up to two PCI functions, the user's (driver xocl) and the
 * manager's (xclmgmt), that both show the same sensors.
 *
 * @param functions the user's first, since OpenCL knows the card by its address
 */
record XrtCard(List<PciFunction> functions) {
  /** AMD's PCI vendor id for what was Xilinx. */
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

  /** Whether one of XRT's drivers has it. */
  static boolean isDrivenByXrt(PciFunction function) {
    return function.hasVendor(VENDOR) && DRIVERS.contains(function.driver().orElse(""));
  }

  /** The function that stands for the card. */
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
