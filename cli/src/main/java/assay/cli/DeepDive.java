package assay.cli;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.harness.FlameGraphs;
import assay.core.harness.JmhProfiler;
import assay.core.harness.PlannedCell;
import assay.core.harness.ProfiledFork;
import assay.core.harness.ProfiledForks;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;
import assay.core.host.PerfStat;
import assay.core.workload.Suite;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks into a cell with other programs: JMH's profilers, async-profiler, perf, vendors' tools. */
final class DeepDive {
  private static final String RECORDING = "async.jfr";
  private static final String FLAMES = "flames.html";
  private static final String DIFFERENCE = "flames-difference.html";
  private static final Suite.Measure MEASURE = new Suite.Measure(1, 500, 5, 1000, 20, 0);

  private DeepDive() {}

  /**
   * The profilers of these names.
   *
   * @throws UsageException if there is none of a name
   */
  static List<JmhProfiler> named(List<String> names) {
    return names.stream()
        .map(name ->
            JmhProfiler.byId(name)
                .orElseThrow(() ->
                    new UsageException(
                        "unknown profiler '"
                            + name
                            + "'; choose from "
                            + String.join(
                                ", ",
                                Arrays.stream(JmhProfiler.values())
                                    .map(JmhProfiler::id)
                                    .toList()))))
        .toList();
  }

  /**
   * Runs a fork under each profiler and prints what it saw, or why it cannot be used here.
   *
   * @param folder where their files stay
   */
  static void run(
      PlannedCell cell,
      Collection<JmhProfiler> profilers,
      int threads,
      long seed,
      Duration limit,
      Path folder,
      PrintWriter out)
      throws IOException {
    ProfiledForks.Request request =
        new ProfiledForks.Request(cell, MEASURE, threads, seed, limit, folder);
    for (JmhProfiler profiler : profilers) {
      switch (ProfiledForks.run(request, profiler)) {
        case Available<ProfiledFork>(ProfiledFork fork) -> print(fork, folder, out);
        case Unavailable<ProfiledFork>(String reason, var remedy) ->
            out.println(
                profiler.id()
                    + ": unavailable: "
                    + Screen.line(reason)
                    + (remedy == null ? "" : " [" + RemedyText.of(remedy) + "]"));
      }
      out.flush();
    }
  }

  private static void print(ProfiledFork fork, Path folder, PrintWriter out) throws IOException {
    out.printf(
        Locale.ROOT,
        "%s: %.3g s an execution under this profiler, which is no result%n",
        fork.profiler().id(),
        fork.secondsUnderProfiler());
    fork.figures()
        .forEach((name, figure) ->
            out.printf(Locale.ROOT, "  %-40s %.5g %s%n", name, figure.value(), figure.unit()));
    fork.counts().forEach((event, count) -> out.println("  " + text(event, count, fork)));
    if (!fork.text().isBlank()) {
      out.println(fork.text().strip().indent(2).stripTrailing());
    }
    for (Path file : fork.files()) {
      Path shown = file;
      if (fork.profiler() == JmhProfiler.ASYNC) {
        shown = Files.move(file, folder.resolve(RECORDING));
        FlameGraphs.write(shown, folder.resolve(FLAMES), "Samples by " + FlameGraphs.engine(shown));
        out.println("  file: " + folder.resolve(FLAMES));
      }
      out.println("  file: " + shown);
    }
  }

  private static String text(String event, Availability<PerfStat.Count> count, ProfiledFork fork) {
    return switch (count) {
      case Available<PerfStat.Count>(PerfStat.Count counted) ->
          String.format(
              Locale.ROOT,
              "%-40s %.5g %s an execution",
              event,
              counted.value() / fork.executions(),
              counted.unit());
      case Unavailable<PerfStat.Count> none -> event + ": unavailable: " + none.reason();
    };
  }

  /**
   * Compares the samples of two profiles.
   *
   * @return the page with the differential flame graph, in the folder of the second; empty if
   *     either has no samples
   */
  static Optional<Path> compare(Path before, Path after) throws IOException {
    Path one = before.resolve(RECORDING);
    Path other = after.resolve(RECORDING);
    if (!Files.exists(one) || !Files.exists(other)) {
      return Optional.empty();
    }
    Path page = after.resolve(DIFFERENCE);
    FlameGraphs.compare(one, other, page, "Samples, more or fewer than before");
    return Optional.of(page);
  }

  /** Prints how vendors' profilers look into one fork of the cell. */
  static void tools(
      PlannedCell cell, Optional<String> kernel, int threads, Path folder, PrintWriter out) {
    List<ToolCommands.ToolCommand> commands =
        ToolCommands.of(
            ToolCommands.Subject.of(
                "./assay",
                cell.id().workload(),
                cell.target(),
                cell.id().precision(),
                kernel,
                threads,
                folder),
            kind(cell.target().id()));
    if (commands.isEmpty()) {
      out.println("no other profiler is known for " + cell.target().id());
    }
    commands.forEach(command -> {
      out.println(command.tool() + ":");
      out.println("  " + command.line());
      if (!command.after().isEmpty()) {
        out.println("  " + command.after());
      }
    });
    out.flush();
  }

  private static ToolCommands.DeviceKind kind(String target) {
    if (target.startsWith("cuda")) {
      return ToolCommands.DeviceKind.NVIDIA_GPU;
    }
    if (!target.startsWith("cpu")) {
      return ToolCommands.DeviceKind.OTHER;
    }
    return CpuInfo.read(HostRoot.machine()).maker() == CpuInfo.Maker.INTEL
        ? ToolCommands.DeviceKind.INTEL_CPU
        : ToolCommands.DeviceKind.OTHER_CPU;
  }
}
