package assay.report.compare;

import assay.core.record.CellId;
import assay.core.record.MetricKey;
import java.util.List;

/**
 * A cell that both runs measured.
 *
 * @param base the base's cell
 * @param other the other run's cell; of another target where the fastest targets were asked for
 * @param changes the time first, then what else either run has
 * @param notes what a reader must know beside the ratios, such as left-out forks
 * @param series the verdict on its series of nights
 */
public record ComparedCell(
    CellId base, CellId other, List<Change> changes, List<String> notes, SeriesVerdict series) {
  /** Copies the lists. */
  public ComparedCell {
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }

  /** The time's verdict, which is the cell's. */
  public Verdict verdict() {
    for (Change change : changes) {
      if (change instanceof Change.Ratio ratio && ratio.key() == MetricKey.TIME) {
        return ratio.verdict();
      }
    }
    return Verdict.NO_INTERVAL;
  }

  /** Name for people: the cell, or both where their targets differ. */
  public String name() {
    return base.equals(other) ? base.toString() : base + " against " + other.target();
  }
}
