package assay.cli;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.Interval;
import assay.report.compare.RunData;
import assay.report.compare.SelfComparison;
import assay.report.compare.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * Runs compared with themselves.
 *
 * @param text the ratios that show a difference, and how many do
 * @param compared whether any ratio has an interval
 */
record AaReport(String text, boolean compared) {
  static AaReport of(List<RunData> runs) {
    Listing table = new Listing("Halves that differ", "run", "cell", "metric", "ratio", "verdict");
    long judged = 0;
    long alone = 0;
    long different = 0;
    for (RunData run : runs) {
      SelfComparison halves = SelfComparison.of(run);
      judged += halves.judged();
      alone += halves.alone();
      different += halves.different();
      for (SelfComparison.Row row : halves.rows()) {
        if (row.alone()) {
          boolean stated = row.verdict() == Verdict.BETTER || row.verdict() == Verdict.WORSE;
          table.row(
              run.record().runId().value(),
              row.cell().toString(),
              row.key().toString(),
              ratio(row),
              stated ? "called different" : "different only if taken alone");
        }
      }
    }
    if (judged == 0) {
      return new AaReport(
          "Nothing was compared: no cell has 12 forks, and two halves need 6 each for an interval."
              + " Measure with 'assay run --aa --max-forks 6' or more.\n",
          false);
    }
    String sum =
        String.format(
            Locale.ROOT,
            "Compared with %s: %d of %d ratios are called different; taken alone, %d are, and chance"
                + " makes %.1f of them.%n",
            runs.size() == 1 ? "itself" : "themselves",
            different,
            judged,
            alone,
            0.05 * judged);
    return new AaReport((alone == 0 ? "" : table.toString()) + sum, true);
  }

  private static String ratio(SelfComparison.Row row) {
    return switch (row.estimate()) {
      case Available<Interval>(Interval interval) ->
          String.format(
              Locale.ROOT, "%.4f [%.4f, %.4f]", row.ratio(), interval.low(), interval.high());
      case Unavailable<Interval> none -> none.reason();
    };
  }
}
