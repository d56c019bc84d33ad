package assay.fpga.telemetry;

import assay.core.availability.Availability.Available;
import assay.core.host.HostRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The board controller (XMC, CMC) of an AMD card as XRT's driver shows it: a folder {@code xmc.…}
 * below the PCI function, with mV, mA, °C, rpm and µW.
 */
record Controller(PciFunction function) {
  /** Pattern of its folder's name, whose number changes when the driver is reloaded. */
  static final String GLOB = "xmc.*";

  /** The default time for which xocl caches values, s. */
  static final double DEFAULT_CACHE_SECONDS = 1;

  /** Whether it has this file. */
  boolean has(String name) {
    return find(name).isPresent();
  }

  /** One of its files. */
  SysfsFile file(String name) {
    Path path = find(name).orElse(function.folder().resolve("xmc").resolve(name));
    return new SysfsFile(function.root(), path, () -> find(name));
  }

  private Optional<Path> find(String name) {
    return HostRoot.list(function.folder(), GLOB).stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::exists)
        .findFirst();
  }

  /**
   * Longest time between two updates, s. The user function's driver caches values for {@code
   * cache_expire_secs}; the management function's (which reports 0) reads the controller each time.
   * AMD does not document the controller's own period, so the same second is assumed.
   */
  double updateSeconds() {
    return switch (file("cache_expire_secs").reading()) {
      case Available<Double>(Double number) when number > 0 -> number;
      default -> DEFAULT_CACHE_SECONDS;
    };
  }
}
