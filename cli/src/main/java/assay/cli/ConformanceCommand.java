package assay.cli;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.conformance.Conformance;
import assay.core.device.Device;
import assay.core.harness.ConformanceRun;
import assay.core.harness.TargetProbe;
import assay.core.program.Precision;
import assay.core.spi.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay conformance}: runs the checks that every target must pass on this machine. */
@Command(
    name = "conformance",
    description = {
      "Check a target against the oracle on this machine: the acceptance test of a new host.",
      "Nothing is timed. Exit code 3 if a check fails, 4 if all were skipped, 6 if the target is",
      "unavailable."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  assay conformance -t cpu-simd", "  assay conformance -t cpu-scalar -p f64 --json"})
final class ConformanceCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-t", "--target"},
      required = true,
      paramLabel = "TARGET",
      description = "Target to check, such as cuda or cuda:1 ('assay list targets').")
  private String target = "";

  @Option(
      names = {"-p", "--precision"},
      split = ",",
      paramLabel = "PRECISION",
      description = "Precisions (default: all that the target supports).")
  private List<String> precisions = new ArrayList<>();

  @Option(names = "--json", description = "JSON on standard output.")
  private boolean json;

  ConformanceCommand() {}

  /** The result of one check. */
  record Line(String precision, String check, String outcome, @Nullable String message) {}

  /** The results of all checks. */
  record Answer(
      String target,
      @Nullable Device device,
      @Nullable String reason,
      @Nullable String remedy,
      boolean passed,
      List<Line> checks) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Target checked = new TargetChoice().one(target);
    List<Precision> chosen = chosen(checked);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Availability<Device> found = TargetProbe.probe(checked);
    if (found instanceof Availability.Unavailable<Device>(String reason, Remedy remedy)) {
      print(
          out,
          new Answer(checked.id(), null, reason, RemedyText.ofNullable(remedy), false, List.of()));
      return ExitCode.UNAVAILABLE;
    }
    Device device = ((Availability.Available<Device>) found).value();
    if (!json) {
      out.println(checked.id() + ": " + device.name() + kind(device));
      out.flush();
    }
    List<Line> lines = new ArrayList<>();
    for (Precision precision : chosen) {
      ConformanceRun.run(
          checked,
          precision,
          finding -> {
            Line line = line(precision, finding);
            lines.add(line);
            if (!json) {
              out.println(text(line));
              out.flush();
            }
          });
    }
    boolean passed =
        failed(lines) == 0 && lines.stream().anyMatch(line -> line.outcome().equals("passed"));
    Answer answer = new Answer(checked.id(), device, null, null, passed, lines);
    if (json) {
      print(out, answer);
    } else {
      out.println(summary(answer));
      out.flush();
    }
    if (failed(lines) > 0) {
      return ExitCode.INVALID;
    }
    return passed ? ExitCode.OK : ExitCode.INCONCLUSIVE;
  }

  private List<Precision> chosen(Target checked) {
    if (precisions.isEmpty()) {
      return checked.precisions();
    }
    List<Precision> chosen = new ArrayList<>();
    for (String id : precisions) {
      Precision precision =
          Precision.byId(id)
              .orElseThrow(() -> new UsageException("unknown precision '" + id + "'"));
      if (!checked.precisions().contains(precision)) {
        throw new UsageException(
            target
                + " does not support "
                + id
                + "; it supports "
                + String.join(", ", checked.precisions().stream().map(Precision::id).toList()));
      }
      chosen.add(precision);
    }
    return chosen;
  }

  private static Line line(Precision precision, Conformance.Finding finding) {
    String outcome =
        switch (finding.status()) {
          case PASSED -> "passed";
          case SKIPPED -> "skipped";
          case FAILED -> "failed";
        };
    return new Line(precision.id(), finding.check(), outcome, finding.message());
  }

  private static String kind(Device device) {
    return switch (device) {
      case Device.Hardware _ -> "";
      case Device.Emulated _ -> " (an emulation: a pass here says nothing about hardware)";
      case Device.RtlModel _ -> " (a simulated model: a pass here says nothing about hardware)";
    };
  }

  private static String text(Line line) {
    String message = line.message() == null ? "" : ": " + line.message();
    return String.format(
        Locale.ROOT, "%-7s %-6s %s%s", line.outcome(), line.precision(), line.check(), message);
  }

  private static long failed(List<Line> lines) {
    return lines.stream().filter(line -> line.outcome().equals("failed")).count();
  }

  private static String summary(Answer answer) {
    long passed = answer.checks().stream().filter(line -> line.outcome().equals("passed")).count();
    return passed
        + " passed, "
        + failed(answer.checks())
        + " failed, of "
        + answer.checks().size()
        + " checks";
  }

  private void print(PrintWriter out, Answer answer) {
    out.println(
        json
            ? Json.write(answer)
            : answer.target()
                + ": unavailable: "
                + answer.reason()
                + "\nremedy: "
                + answer.remedy());
    out.flush();
  }
}
