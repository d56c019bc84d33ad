package assay.fpga.telemetry;

import assay.core.host.HostRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An FPGA management engine as exposed by the out-of-tree drivers of OPAE 1.x: {@code
 * /sys/class/fpga/intel-fpga-dev.i/intel-fpga-fme.j}. Power is in W, in hexadecimal; temperature in
 * °C (OPAE Intel FPGA Linux Device Driver Architecture Guide, 1.2.2 and 1.2.3).
 *
 * @param function the card's PCI function
 * @param folder the engine's folder
 */
record OpaeFiles(PciFunction function, Path folder) {
  /** All engines that report power. */
  static List<OpaeFiles> all(HostRoot root) {
    List<OpaeFiles> engines = new ArrayList<>();
    for (Path device : HostRoot.list(root.resolve("sys/class/fpga"), "intel-fpga-dev.*")) {
      for (Path engine : HostRoot.list(device, "intel-fpga-fme.*")) {
        if (!HostRoot.list(engine.resolve("power_mgmt"), "consumed").isEmpty()) {
          add(root, engine, engines);
        }
      }
    }
    return engines;
  }

  private static void add(HostRoot root, Path engine, List<OpaeFiles> engines) {
    try {
      Path folder = engine.toRealPath();
      PciFunction.above(root, folder).ifPresent(f -> engines.add(new OpaeFiles(f, folder)));
    } catch (IOException e) {
      // It disappeared meanwhile.
      return;
    }
  }

  /** W. */
  SysfsFile consumed() {
    return SysfsFile.at(function.root(), folder.resolve("power_mgmt/consumed"));
  }

  /** °C. */
  SysfsFile temperature() {
    return SysfsFile.at(function.root(), folder.resolve("thermal_mgmt/temperature"));
  }

  /** The static region's version. */
  SysfsFile bitstreamId() {
    return SysfsFile.at(function.root(), folder.resolve("bitstream_id"));
  }
}
