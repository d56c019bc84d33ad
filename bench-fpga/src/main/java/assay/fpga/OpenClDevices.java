package assay.fpga;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Advice;
import assay.fpga.discovery.Candidate;
import assay.fpga.discovery.Choice;
import assay.fpga.discovery.PoclCache;
import assay.fpga.discovery.Unusable;
import assay.fpga.discovery.Vendor;
import assay.fpga.opencl.ClDevice;
import assay.fpga.opencl.ClException;
import assay.fpga.opencl.ClPlatform;
import assay.fpga.opencl.ClStatus;
import assay.fpga.opencl.OpenCl;
import assay.fpga.opencl.OpenClLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The devices of all platforms on this host; one that fails does not hide the others. */
final class OpenClDevices {
  private static final Remedy LOOK =
      new Advice("check that the vendor's own tool sees the board and that this user may open it");

  private final List<Candidate<ClDevice>> candidates = new ArrayList<>();
  private final List<Unusable> unusable = new ArrayList<>();

  private OpenClDevices() {}

  /** Those to choose from, or why there are none. */
  static Availability<Choice<ClDevice>> find() {
    return OpenClLibrary.load().flatMap(OpenClDevices::find);
  }

  private static Availability<Choice<ClDevice>> find(OpenCl openCl) {
    OpenClDevices found = new OpenClDevices();
    try {
      openCl.platforms().forEach(found::add);
    } catch (ClException e) {
      if (is(e, ClStatus.PLATFORM_NOT_FOUND_KHR)) {
        return new Unavailable<>(
            "the OpenCL loader is installed, but no driver is registered with it ("
                + e.getMessage()
                + ")",
            new Advice(OpenClLibrary.INSTALL));
      }
      throw e;
    }
    return Choice.of(
        found.candidates,
        found.unusable,
        Optional.ofNullable(System.getenv(Choice.PLATFORM)),
        new Advice(OpenClLibrary.INSTALL));
  }

  private void add(ClPlatform platform) {
    String name = "without a name";
    try {
      name = platform.name();
      Optional<Unusable> trouble =
          name.equals(Vendor.POCL.platform())
              ? PoclCache.trouble(System.getenv())
              : Optional.empty();
      if (trouble.isPresent()) {
        unusable.add(trouble.get());
      } else {
        candidates.addAll(devices(name, platform));
      }
    } catch (ClException e) {
      String what = is(e, ClStatus.DEVICE_NOT_FOUND) ? "has no device" : "failed";
      String reason = "platform '" + name + "' " + what + " (" + e.getMessage() + ")";
      unusable.add(new Unusable(name, reason, LOOK));
    }
  }

  private static List<Candidate<ClDevice>> devices(String name, ClPlatform platform) {
    String version = platform.version();
    return platform.devices().stream()
        .map(d -> new Candidate<>(name, version, d.name(), (d.type() & ClDevice.TYPE_CPU) != 0, d))
        .toList();
  }

  private static boolean is(ClException e, ClStatus status) {
    return e.status().filter(status::equals).isPresent();
  }
}
