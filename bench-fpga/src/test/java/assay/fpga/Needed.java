package assay.fpga;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import assay.core.availability.Availability;
import assay.core.device.Device;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Skips a test, with the reason, where something it needs is not here. */
final class Needed {
  private Needed() {}

  /** The target itself; {@code -Dassay.require=opencl-fpga} turns the skip into a failure. */
  static void target() {
    if (new FpgaTarget().probe() instanceof Availability.Unavailable<Device> missing) {
      missing("opencl-fpga: " + missing.toText());
    }
  }

  /** A program in the search path. */
  static void program(String name, String remedy) {
    boolean found =
        Arrays.stream(
                Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    if (!found) {
      missing(name + " is not here: " + remedy);
    }
  }

  /** A file. */
  static void file(Path file, String remedy) {
    if (!Files.exists(file)) {
      missing(file + " is not here: " + remedy);
    }
  }

  private static void missing(String message) {
    if (List.of(System.getProperty("assay.require", "").split(",")).contains("opencl-fpga")) {
      fail(message);
    }
    abort(message);
  }
}
