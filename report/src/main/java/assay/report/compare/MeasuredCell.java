package assay.report.compare;

import assay.core.result.CellId;
import assay.core.result.CellOutcome;
import assay.core.result.Energy;
import assay.core.result.ForkOutcome.Timed;
import assay.core.result.Metric;
import assay.core.result.Observed;
import assay.core.result.Share;
import assay.core.result.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cell that can be compared. There is none of an emulated device: {@link CellOutcome.Measured}
 * cannot hold one, and nothing else is taken.
 *
 * @param run whose cell it is, for messages
 * @param id which cell
 * @param work the work of one execution, null where it is not known
 * @param outcome its figures
 * @param forks the forks that count
 * @param noForks why there are none at hand, null where there are
 */
record MeasuredCell(
    String run,
    CellId id,
    @Nullable Work work,
    CellOutcome.Measured outcome,
    List<Timed> forks,
    @Nullable String noForks) {

  @Nullable Metric metric(Quantity quantity) {
    return outcome.figures().metrics().get(quantity.metric());
  }

  /** Why the cell has no such metric; null where nobody wanted it. */
  @Nullable String whyNot(Quantity quantity) {
    return outcome.figures().unavailable().get(quantity.metric());
  }

  /** Energies of the target's own domains; none where there is no energy. */
  List<Energy> primary() {
    List<Energy> all = Observed.value(outcome.figures().telemetry().energy());
    return all == null
        ? List.of()
        : all.stream().filter(energy -> energy.share() == Share.PRIMARY).toList();
  }
}
