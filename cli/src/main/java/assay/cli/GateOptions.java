package assay.cli;

import assay.core.record.RunId;
import assay.core.record.Status;
import assay.core.record.store.RunStore;
import assay.report.gate.GateVerdict;
import assay.report.history.StoredRun;
import assay.report.nightly.HostReport;
import assay.report.nightly.Limits;
import assay.report.nightly.NightlyVerdict;
import assay.report.nightly.SeriesReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a run is judged. */
final class GateOptions {
  @Option(
      names = "--limits",
      paramLabel = "FILE.yaml",
      description = "Floors and ceilings that values must keep to, whatever earlier nights were.")
  private @Nullable Path limits;

  @Option(
      names = "--history",
      paramLabel = "URL",
      description =
          "JDBC URL of the history's database, such as jdbc:postgresql://HOST/DATABASE (default:"
              + " the environment variable ASSAY_HISTORY, else a file in the folder of runs).")
  private @Nullable String history;

  @Option(
      names = "--fail-while-open",
      description = "Exit with 1 also if an alarm of an earlier night is still open.")
  private boolean failWhileOpen;

  @Option(
      names = "--strict",
      description = "Exit with 4 if any series is INCONCLUSIVE, NEW or NOT_COMPARABLE.")
  private boolean strict;

  /** Whether any of them was given that says nothing without a verdict. */
  boolean given() {
    return limits != null || failWhileOpen || strict;
  }

  /** Reads a file that is wrong before the work, not after it. */
  Limits limits() {
    return limits == null ? Limits.NONE : Limits.read(limits);
  }

  /** The history of a folder of runs, brought up to date. */
  NightlyHistory history(RunStore store, PrintWriter stderr) throws IOException {
    return NightlyHistory.read(store, historyUrl(history), stderr);
  }

  /** The URL of an option, or of the environment; null for the file in the folder of runs. */
  static @Nullable String historyUrl(@Nullable String option) {
    String url = option == null ? System.getenv("ASSAY_HISTORY") : option;
    return url == null || url.isBlank() ? null : url;
  }

  /** A run of the history. */
  static StoredRun stored(NightlyHistory history, RunId id, RunStore store) {
    return history
        .find(id)
        .orElseThrow(() ->
            new UsageException(
                "run " + id + " is not in " + store.runs() + ": name its folder with --runs"));
  }

  /**
   * The exit code of a verdict: the first that applies of a wrong result, a required target that is
   * gone, an alarm, and nothing judged.
   *
   * @param required targets that must be available
   */
  int exitCode(
      NightlyVerdict verdict, StoredRun run, Collection<String> required, PrintWriter stderr) {
    List<SeriesReport> series = verdict.series();
    if (any(series, GateVerdict.INVALID)) {
      return ExitCode.INVALID;
    }
    List<String> gone = required.stream().filter(target -> isGone(run, target)).toList();
    if (!gone.isEmpty()) {
      stderr.println(
          "assay: required and unavailable tonight: " + Screen.line(String.join(", ", gone)));
      return ExitCode.UNAVAILABLE;
    }
    boolean open =
        failWhileOpen
            && (series.stream().anyMatch(SeriesReport::open)
                || verdict.hosts().stream().anyMatch(HostReport::open));
    if (!verdict.alarms().isEmpty()
        || verdict.hosts().stream().anyMatch(HostReport::alarm)
        || open) {
      return ExitCode.REGRESSION;
    }
    boolean judged =
        series.stream().anyMatch(report -> report.evidence() != null && report.tonight() != null);
    if (!judged) {
      stderr.println(
          "assay: nothing was judged: "
              + (series.stream().allMatch(report -> report.tonight() == null)
                  ? "nothing was measured"
                  : "too few earlier nights are comparable with this one"));
    }
    boolean unclear =
        any(series, GateVerdict.INCONCLUSIVE)
            || any(series, GateVerdict.NEW)
            || any(series, GateVerdict.NOT_COMPARABLE);
    return !judged || any(series, GateVerdict.MISSING) || (strict && unclear)
        ? ExitCode.INCONCLUSIVE
        : ExitCode.OK;
  }

  private static boolean any(List<SeriesReport> series, GateVerdict verdict) {
    return series.stream().anyMatch(report -> report.verdict() == verdict);
  }

  /** Whether a run has no cell of a target that the target could compute. */
  private static boolean isGone(StoredRun run, String target) {
    return run.cells().stream()
        .filter(cell -> cell.cell().target().equals(target))
        .allMatch(cell -> cell.status() == Status.UNAVAILABLE);
  }
}
