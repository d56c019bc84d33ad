package assay.cli;

import assay.core.files.AnyText;
import assay.core.files.IoReason;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.compare.RunData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An installed Assay, which measures in a process of its own.
 *
 * @param name {@code old} or {@code new}
 * @param launcher what starts it
 */
record InstalledProgram(String name, Path launcher) {
  static {
    // A launcher passes the signal on to its Java.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().children().forEach(ProcessHandle::destroy),
                "assay-end-programs"));
  }

  /** What became of a run. */
  sealed interface Answer {
    /** Why there is no record; empty if there is one. */
    String reason();

    /** There is a record, whatever its cells hold. */
    record Ran(RunData run) implements Answer {
      @Override
      public String reason() {
        return "";
      }
    }

    /** It does not know what was asked for, such as a workload. */
    record Refused(String reason) implements Answer {}

    /** It did not start or broke off. */
    record Broken(String reason) implements Answer {}
  }

  /**
   * The program at a path: the folder that {@code assay package} built, a checkout, or the launcher
   * of either.
   *
   * @throws UsageException if there is none
   */
  static InstalledProgram at(String name, Path path) {
    return Stream.of(path, path.resolve("bin").resolve("assay"), path.resolve("assay"))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .map(file -> new InstalledProgram(name, file.toAbsolutePath()))
        .orElseThrow(() ->
            new UsageException(
                path
                    + " is no installed Assay: name the folder of a package (with bin/assay), a"
                    + " checkout (with assay), or the launcher of either"));
  }

  /**
   * Has it measure.
   *
   * @param options of its {@code run}, without the folder
   * @param folder where it stores the run, and what it printed
   * @throws IOException if its record cannot be read
   */
  Answer run(List<String> options, Path folder) throws IOException, InterruptedException {
    Path log = Files.createDirectories(folder).resolve("program.log");
    List<String> command = new ArrayList<>(List.of(launcher.toString(), "run"));
    command.addAll(options);
    command.addAll(List.of("--no-report", "--out", folder.toString()));
    int code;
    try {
      code =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
    } catch (IOException e) {
      return new Answer.Broken(launcher + " cannot be started: " + IoReason.of(e));
    }
    List<RunFolder> runs = new RunStore(folder).list();
    if (!runs.isEmpty() && runs.getFirst().hasRecord()) {
      RunData run = RunData.read(runs.getFirst());
      if (run.record().finishedUtc() != null) {
        return new Answer.Ran(run);
      }
    }
    String reason =
        "the "
            + name
            + " program ended with exit code "
            + code
            + ": "
            + lastMessage(log)
            + " ("
            + log
            + ")";
    return code == ExitCode.USAGE ? new Answer.Refused(reason) : new Answer.Broken(reason);
  }

  private static String lastMessage(Path log) throws IOException {
    List<String> lines = AnyText.read(log).lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .filter(line -> line.startsWith("assay: "))
        .reduce((_, last) -> last)
        .or(() -> lines.stream().reduce((_, last) -> last))
        .map(line -> Screen.line(line.replaceFirst("^assay: ", "")))
        .orElse("it printed nothing");
  }
}
