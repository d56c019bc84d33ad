package assay.cli;

import assay.report.history.SeriesFilter;
import assay.report.history.SeriesKey;
import assay.report.history.StoredRun;
import assay.report.nightly.HostReport;
import assay.report.nightly.Journal;
import assay.report.nightly.Limits;
import assay.report.nightly.NightlyVerdict;
import assay.report.nightly.SeriesReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay ack}: accepts a change. */
@Command(
    name = "ack",
    description =
        "Accept the open change of a series or of a host: its new level is what later nights are"
            + " compared with.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  assay ack 'gemm/m=256,n=256,k=256' cpu-simd time lab-1 --reason 'firmware 2.14'",
      "  assay ack 3f09a1c2 --reason 'firmware 2.14'      by the short id that 'assay history list' shows",
      "  assay ack --host lab-3 --reason 'a slower fan curve'"
    })
final class AckCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "SERIES",
      description =
          "Words that together match one series: its short id, host, workload, target, precision"
              + " or metric, each with * and ?.")
  private List<String> words = new ArrayList<>();

  @Option(names = "--host", paramLabel = "LABEL", description = "What moved this whole host.")
  private @Nullable String host;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why it is accepted, in a line.")
  private String reason = "";

  @Option(names = "--undo", description = "Withdraw what was accepted last.")
  private boolean undo;

  @Mixin private JournalOptions journal = new JournalOptions();

  AckCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter stderr = spec.commandLine().getErr();
    if ((host == null) == words.isEmpty()) {
      throw new UsageException("name a series, or a host with --host");
    }
    NightlyHistory history =
        NightlyHistory.read(journal.store(), GateOptions.historyUrl(null), stderr);
    List<Journal.Statement> open =
        undo
            ? history.journal().holding().stream()
                .map(Journal.Entry::what)
                .filter(this::matches)
                .toList()
            : open(history);
    if (open.size() != 1) {
      throw new UsageException(
          open.isEmpty()
              ? "nothing that matches has " + (undo ? "been accepted" : "an open change")
              : "several match; add words until one is left: "
                  + open.stream().map(AckCommand::name).collect(Collectors.joining("; ")));
    }
    Journal.Statement found = open.getFirst();
    journal.say(
        undo ? new Journal.Withdrawn(entry(history, found), reason) : found,
        (undo ? "no longer accepted: " : "accepted: ") + name(found),
        stdout);
    return ExitCode.OK;
  }

  private static String entry(NightlyHistory history, Journal.Statement what) {
    return history.journal().holding().stream()
        .filter(entry -> entry.what().equals(what))
        .reduce((_, last) -> last)
        .orElseThrow()
        .id();
  }

  /** Statements that would accept each of the matching open changes. */
  private List<Journal.Statement> open(NightlyHistory history) {
    List<Journal.Statement> open = new ArrayList<>();
    for (StoredRun run : history.newest().values()) {
      NightlyVerdict verdict = history.verdict(run, Limits.NONE);
      Stream.concat(
              verdict.series().stream().filter(AckCommand::isOpen).map(this::accepted),
              verdict.hosts().stream().filter(AckCommand::isOpen).map(this::accepted))
          .filter(this::matches)
          .forEach(open::add);
    }
    return open;
  }

  private static boolean isOpen(SeriesReport report) {
    return report.change() != null && !report.change().closed() && report.acknowledged() == null;
  }

  private static boolean isOpen(HostReport report) {
    return report.change() != null && !report.change().closed() && report.acknowledged() == null;
  }

  private Journal.Statement accepted(SeriesReport report) {
    return new Journal.Accepted(report.series(), reason);
  }

  private Journal.Statement accepted(HostReport report) {
    return new Journal.HostAccepted(report.host(), report.family(), reason);
  }

  private boolean matches(Journal.Statement statement) {
    return switch (statement) {
      case Journal.Accepted(SeriesKey series, String _) ->
          host == null && SeriesFilter.of(words).matches(series);
      case Journal.HostAccepted(String label, String _, String _) -> label.equals(host);
      default -> false;
    };
  }

  private static String name(Journal.Statement statement) {
    return switch (statement) {
      case Journal.Accepted(SeriesKey series, String _) -> series.text();
      case Journal.HostAccepted(String label, String family, String _) ->
          family + " of host " + label;
      default -> statement.text();
    };
  }
}
