package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.files.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** async-profiler's native library, from the jar {@code tools.profiler:async-profiler}. */
final class AsyncProfilerLibrary {
  private static final String FILE = "libasyncProfiler.so";

  private AsyncProfilerLibrary() {}

  /** Unpacks it for this processor into a folder; a fork loads it from there. */
  static Availability<Path> unpack(Path folder) {
    String platform =
        (System.getProperty("os.name") + " " + System.getProperty("os.arch"))
            .toLowerCase(Locale.ROOT);
    String own =
        switch (platform) {
          case "linux amd64" -> "linux-x64";
          case "linux aarch64" -> "linux-arm64";
          default -> "";
        };
    if (own.isEmpty()) {
      return new Unavailable<>(
          "async-profiler is bundled for Linux on x86-64 and AArch64, and this is " + platform);
    }
    Path file = folder.resolve(FILE);
    try (InputStream in = AsyncProfilerLibrary.class.getResourceAsStream("/" + own + "/" + FILE)) {
      if (in == null) {
        return new Unavailable<>(
            "async-profiler is not on the class path",
            new Remedy.Advice("add tools.profiler:async-profiler to the class path"));
      }
      Files.copy(in, file);
      return new Available<>(file);
    } catch (IOException e) {
      return new Unavailable<>(
          FILE + " cannot be unpacked: " + IoReason.of(e),
          new Remedy.SetVariable("TMPDIR", "a folder that can be written, with free space"));
    }
  }
}
