package assay.cli;

import assay.core.harness.PlannedCell;
import assay.core.harness.RunListener;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Outcome;
import assay.core.record.Status;
import assay.core.stats.Quantiles;
import assay.report.text.Format;
import assay.report.text.Language;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress of a run on standard error: a bar with the time left on a terminal, a line a fork
 * elsewhere.
 */
interface ProgressReport extends RunListener, AutoCloseable {
  /** Numbers. */
  Format FORMAT = Format.of(Language.EN);

  @Override
  void close();

  /** The report that suits standard error, which is a terminal if the launcher says so. */
  static ProgressReport create(PrintWriter stderr) {
    return Boolean.getBoolean("assay.stderr.terminal") ? new Bar() : new Lines(stderr);
  }

  /** A line for each finished fork. */
  final class Lines implements ProgressReport {
    private final PrintWriter out;

    Lines(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void forkStarts(PlannedCell cell, Progress progress) {}

    @Override
    public void forkEnded(ForkRecord fork, Progress progress) {
      out.printf(
          Locale.ROOT,
          "[%d/%d, at least %s left] %s: %s%n",
          progress.forks(),
          progress.expected(),
          left(progress),
          fork.cell(),
          describe(fork));
      out.flush();
    }

    @Override
    public void close() {}
  }

  /** A bar that is redrawn in place; forks without metrics get lines of their own. */
  final class Bar implements ProgressReport {
    private final ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("forks")
            .setInitialMax(-1)
            .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
            .hideEta()
            .build();

    @Override
    public void forkStarts(PlannedCell cell, Progress progress) {
      bar.maxHint(progress.expected());
      bar.stepTo(progress.forks());
      bar.setExtraMessage(" " + left(progress) + " left  " + cell.id());
    }

    @Override
    public void forkEnded(ForkRecord fork, Progress progress) {
      bar.maxHint(progress.expected());
      bar.stepTo(progress.forks());
      if (fork.outcome().status() != Status.OK) {
        bar.setExtraMessage(" " + fork.cell() + ": " + fork.outcome().status());
      }
    }

    @Override
    public void close() {
      bar.setExtraMessage("");
      bar.close();
    }
  }

  private static String left(Progress progress) {
    return Screen.line(FORMAT.duration(progress.left()));
  }

  /** A fork's result in a few words. */
  static String describe(ForkRecord fork) {
    return switch (fork.outcome()) {
      case Outcome.Measured<ForkResult> timed ->
          Screen.line(FORMAT.value(Quantiles.median(timed.result().timing().time().toArray()), "s"))
              + ", checked";
      case Outcome.Verified<ForkResult> checked -> "checked on an emulation, no metrics";
      case Outcome.Modelled<ForkResult> modelled ->
          String.format(
              Locale.ROOT, "checked on an RTL model, %,d cycles", modelled.model().cycles());
      default -> Screen.line(fork.outcome().status() + ": " + fork.outcome().reason());
    };
  }
}
