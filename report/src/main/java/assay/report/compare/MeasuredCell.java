package assay.report.compare;

import assay.core.program.Work;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Energy;
import assay.core.record.ForkRecord;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.telemetry.Share;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cell that can be compared. It is never one of an emulated device: {@link Outcome.Measured}
 * cannot hold one.
 *
 * @param run whose cell it is, for messages
 * @param id which cell
 * @param work the work of one execution, null where it is not known
 * @param outcome its figures
 * @param forks the forks that count
 * @param noForks why they are not available, null if they are
 */
record MeasuredCell(
    String run,
    CellId id,
    @Nullable Work work,
    Outcome.Measured<CellResult> outcome,
    List<ForkRecord> forks,
    @Nullable String noForks) {

  @Nullable Metric metric(MetricKey key) {
    return outcome.result().metric(key);
  }

  /** Why the cell has no such metric; null if it was not requested. */
  @Nullable String whyNot(MetricKey key) {
    return outcome.result().whyNot(key);
  }

  /** Counted iterations in its first fork; 0 without forks. */
  int iterations() {
    return forks.stream()
        .findFirst()
        .map(fork -> Objects.requireNonNull(fork.outcome().result()).timing().time().size())
        .orElse(0);
  }

  /** Whether the accuracy of all sensors of the target's own energy is known. */
  boolean calibrated() {
    return !forks.isEmpty()
        && forks.stream()
            .map(fork -> Objects.requireNonNull(fork.outcome().result()))
            .flatMap(fork -> fork.telemetry().energies().stream())
            .filter(reading -> reading.share() == Share.PRIMARY)
            .allMatch(reading -> reading.calibrationPercent() != null);
  }

  /** Energies of the target's own domains; none where there is no energy. */
  List<Energy> primary() {
    return outcome.result().telemetry().energies().stream()
        .filter(energy -> energy.share() == Share.PRIMARY)
        .toList();
  }
}
