package assay.cli;

import assay.core.harness.ForkArguments;
import assay.core.spi.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Command lines of vendors' profilers around one fork of a cell, for a POSIX shell. They start the
 * same benchmark as {@code assay run} does, through {@code assay jmh}: the fork has the JVM
 * arguments of a measured one and verifies its output.
 */
final class ToolCommands {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  /** How many launches of a kernel Nsight Compute replays; each takes dozens of passes. */
  private static final int LAUNCHES = 3;

  private ToolCommands() {}

  /** What a target computes on, as far as a profiler cares. */
  enum DeviceKind {
    INTEL_CPU,
    OTHER_CPU,
    NVIDIA_GPU,
    AMD_GPU,
    OTHER
  }

  /**
   * A command.
   *
   * @param tool its name on the PATH
   * @param line the whole line
   * @param after what shows the result, empty if the tool prints it
   */
  record ToolCommand(String tool, String line, String after) {}

  /**
   * What is profiled.
   *
   * @param program how Assay is called, such as {@code ./assay}
   * @param workload id
   * @param target id, which may name a device
   * @param precision id
   * @param kernel a regular expression for names of kernels; empty for all
   * @param jvmArgs the arguments of a fork, see {@link ForkArguments}
   * @param folder where the tools write
   */
  record Subject(
      String program,
      String workload,
      String target,
      String precision,
      Optional<String> kernel,
      List<String> jvmArgs,
      Path folder) {
    /** A cell as it would be measured. */
    static Subject of(
        String program,
        String workload,
        Target target,
        String precision,
        Optional<String> kernel,
        int threads,
        Path folder) {
      return new Subject(
          program,
          workload,
          target.id(),
          precision,
          kernel,
          ForkArguments.of(target, threads),
          folder);
    }
  }

  /** The commands of the tools that fit the device; empty where none does. */
  static List<ToolCommand> of(Subject subject, DeviceKind device) {
    return switch (device) {
      case INTEL_CPU -> List.of(perf(subject), vtune(subject));
      case OTHER_CPU -> List.of(perf(subject));
      case NVIDIA_GPU -> List.of(nsys(subject), ncu(subject));
      case AMD_GPU -> List.of(rocprof(subject));
      case OTHER -> List.of();
    };
  }

  /**
   * The benchmark itself, in one fork.
   *
   * @param more arguments of the fork's JVM that only this tool needs
   */
  static String benchmark(Subject subject, String... more) {
    List<String> jvm = new ArrayList<>(subject.jvmArgs());
    jvm.addAll(List.of(more));
    List<String> words = new ArrayList<>(List.of(subject.program(), "jmh", "--"));
    boolean cold = subject.workload().contains("cache=cold");
    words.add(cold ? "ColdWorkloadBenchmark" : "^assay.core.harness.WorkloadBenchmark.execute$");
    words.addAll(List.of("-p", "target=" + subject.target()));
    words.addAll(
        List.of("-p", "workload=" + subject.workload().replace(',', ';').replace('=', ':')));
    words.addAll(List.of("-p", "precision=" + subject.precision(), "-f", "1"));
    // In place of what JMH would hand on: the arguments of its own JVM.
    words.addAll(List.of("-jvmArgs", String.join(" ", jvm)));
    return quoted(words);
  }

  /** Compiled methods get their names from a map that the JVM writes when it ends. */
  private static ToolCommand perf(Subject subject) {
    String data = file(subject, "perf.data");
    return new ToolCommand(
        "perf",
        quoted(List.of("perf", "record", "-F", "999", "-g", "-k", "1", "-o", data, "--"))
            + " "
            + benchmark(
                subject,
                "-XX:+PreserveFramePointer",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+DumpPerfMapAtExit"),
        quoted(List.of("perf", "report", "--stdio", "--no-children", "-i", data)));
  }

  private static ToolCommand vtune(Subject subject) {
    String result = file(subject, "vtune");
    return new ToolCommand(
        "vtune",
        quoted(List.of("vtune", "-collect", "uarch-exploration", "-result-dir", result, "--"))
            + " "
            + benchmark(subject),
        quoted(List.of("vtune", "-report", "hotspots", "-result-dir", result)));
  }

  private static ToolCommand nsys(Subject subject) {
    String report = file(subject, "nsys");
    return new ToolCommand(
        "nsys",
        quoted(
                List.of(
                    "nsys",
                    "profile",
                    "--trace=cuda,nvtx,osrt",
                    "--sample=none",
                    "--output",
                    report))
            + " "
            + benchmark(subject),
        quoted(List.of("nsys", "stats", "--report", "cuda_gpu_kern_sum", report + ".nsys-rep")));
  }

  private static ToolCommand ncu(Subject subject) {
    String report = file(subject, "ncu");
    List<String> words = new ArrayList<>(List.of("ncu", "--target-processes", "all"));
    words.addAll(List.of("--set", "full"));
    subject.kernel().ifPresent(k -> words.addAll(List.of("--kernel-name", "regex:" + k)));
    words.addAll(List.of("--launch-count", String.format(Locale.ROOT, "%d", LAUNCHES)));
    words.addAll(List.of("--export", report));
    return new ToolCommand(
        "ncu",
        quoted(words) + " " + benchmark(subject),
        quoted(List.of("ncu", "--import", report + ".ncu-rep", "--page", "details")));
  }

  private static ToolCommand rocprof(Subject subject) {
    List<String> words = new ArrayList<>(List.of("rocprofv3", "--kernel-trace", "--stats"));
    subject.kernel().ifPresent(k -> words.addAll(List.of("--kernel-include-regex", k)));
    words.addAll(List.of("--output-format", "csv", "--output-directory", file(subject, "rocprof")));
    words.add("--");
    return new ToolCommand("rocprofv3", quoted(words) + " " + benchmark(subject), "");
  }

  private static String file(Subject subject, String name) {
    return subject.folder().resolve(name).toString();
  }

  /** Words for a POSIX shell, in single quotes where they need it. */
  private static String quoted(List<String> words) {
    return words.stream()
        .map(w -> PLAIN.matcher(w).matches() ? w : "'" + w.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
