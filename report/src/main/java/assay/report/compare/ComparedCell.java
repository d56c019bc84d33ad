package assay.report.compare;

import assay.core.record.CellId;
import assay.core.record.MetricKey;
import java.util.List;

/**
 * A cell that both runs measured.
 *
 * @param base the base's cell
 * @param other the other run's cell; of another target if the fastest targets were requested
 * @param changes time first, then the other metrics
 * @param notes remarks on the ratios, such as excluded forks
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

  /** Readable name: the cell, or both if their targets differ. */
  public String name() {
    return base.equals(other) ? base.toString() : base + " against " + other.target();
  }
}
