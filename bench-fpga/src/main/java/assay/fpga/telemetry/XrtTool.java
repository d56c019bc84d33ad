package assay.fpga.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.files.AnyText;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * AMD's command {@code xrt-smi}, called {@code xbutil} until 2024.
 *
 * @param executable its path
 * @param limit time limit of one call, after which it is killed
 */
record XrtTool(Path executable, Duration limit) {
  private static final List<String> NAMES = List.of("xrt-smi", "xbutil");
  private static final int SHOWN = 300;

  /** The first one found in these folders, the newer name before the older. */
  static Optional<Path> find(List<File> folders) {
    return NAMES.stream()
        .flatMap(name -> folders.stream().map(folder -> new File(folder, name)))
        .filter(file -> file.isFile() && file.canExecute())
        .map(File::toPath)
        .findFirst();
  }

  /**
   * Queries a board's power, W. Takes about half a second on real cards.
   *
   * @param address the board's PCI address
   * @param scratch a folder of its own for the report and the messages
   * @throws InterruptedException if interrupted; the command is killed then
   */
  Availability<Double> boardPower(String address, Path scratch) throws InterruptedException {
    Path report = scratch.resolve("electrical.json");
    Path log = scratch.resolve("messages.txt");
    try {
      // The tool refuses to overwrite a report.
      Files.deleteIfExists(report);
      Process process =
          new ProcessBuilder(command(address, report))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      process.getOutputStream().close();
      return answer(process, address, report, log);
    } catch (IOException e) {
      return missing("cannot be run: " + e.getMessage());
    }
  }

  private List<String> command(String address, Path report) {
    return List.of(
        executable.toString(),
        "examine",
        "-d",
        address,
        "-r",
        "electrical",
        "-f",
        "JSON",
        "-o",
        report.toString());
  }

  private Availability<Double> answer(Process process, String address, Path report, Path log)
      throws IOException, InterruptedException {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return missing("did not answer within " + limit.toMillis() + " ms and was killed");
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      return missing("ended with exit code " + process.exitValue() + ": " + tail(log));
    }
    if (!Files.exists(report)) {
      return missing("ended without writing its report: " + tail(log));
    }
    return ElectricalReport.boardPower(AnyText.read(report), address);
  }

  private static String tail(Path log) throws IOException {
    String text = AnyText.read(log).strip();
    if (text.isEmpty()) {
      return "it printed nothing";
    }
    return text.length() > SHOWN ? "…" + text.substring(text.length() - SHOWN) : text;
  }

  private Availability<Double> missing(String what) {
    return new Unavailable<>("'" + executable + "' " + what);
  }
}
