package assay.report.run;

import assay.core.availability.Availability.Available;
import assay.core.stats.Interval;
import assay.report.chart.Estimate;
import assay.report.compare.Change;
import assay.report.compare.ComparedCell;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ratio of a cell with its effect over noise.
 *
 * @param cell the cell
 * @param ratio the ratio
 * @param signal |log of the ratio| ÷ half the width of its 95 % interval on the logarithmic scale;
 *     null where there is no interval
 */
record RankedChange(ComparedCell cell, Change.Ratio ratio, @Nullable Double signal)
    implements Prominence.Prominent {
  /** All ratios, the clearest first; one without an interval before the first smaller one. */
  static List<RankedChange> of(List<ComparedCell> cells) {
    return Prominence.order(inOrder(cells));
  }

  /** All ratios in the order of their cells. */
  static List<RankedChange> inOrder(List<ComparedCell> cells) {
    List<RankedChange> all = new ArrayList<>();
    for (ComparedCell cell : cells) {
      for (Change change : cell.changes()) {
        if (change instanceof Change.Ratio ratio) {
          all.add(new RankedChange(cell, ratio, signal(ratio)));
        }
      }
    }
    return all;
  }

  @Override
  public Prominence prominence() {
    return new Prominence(
        signal, Math.abs(Math.log(ratio.ratio())), cell.other() + " " + ratio.key().id());
  }

  private static @Nullable Double signal(Change.Ratio ratio) {
    if (!(ratio.estimate() instanceof Available<Interval>(Interval interval))
        || !(interval.low() > 0)) {
      return null;
    }
    double half = (Math.log(interval.high()) - Math.log(interval.low())) / 2;
    return half > 0 ? Math.abs(Math.log(ratio.ratio())) / half : null;
  }

  /** The ratio for a chart. */
  Estimate estimate() {
    return ratio.estimate() instanceof Available<Interval>(Interval interval) && interval.low() > 0
        ? Estimate.of(ratio.ratio(), interval.low(), interval.high())
        : Estimate.withoutInterval(ratio.ratio());
  }
}
