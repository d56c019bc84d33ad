package assay.cli;

import assay.core.environment.Fingerprint;
import assay.core.harness.ObservationPlan;
import assay.core.harness.Repetitions;
import assay.core.record.CellId;
import assay.core.record.RunRecord;
import assay.core.record.RunStoreException;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.core.workload.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What earlier nights of a host and suite say of the next one. */
final class EarlierNights {
  private EarlierNights() {}

  /**
   * How many forks and iterations each cell needs, by the first nights; empty until there are
   * enough.
   */
  static Map<CellId, Repetitions> repetitions(
      RunStore store, Suite suite, ObservationPlan observation) throws RunStoreException {
    String host = Fingerprint.host(observation.root(), observation.hostLabel()).orElse(null);
    List<Repetitions.Night> nights = new ArrayList<>();
    for (RunFolder folder : store.list().reversed()) {
      if (nights.size() < Repetitions.NIGHTS && folder.hasRecord()) {
        try {
          RunRecord night = folder.read();
          if (night.finishedUtc() != null
              && night.plan().confirms() == null
              && night.suite().equals(suite.name())
              && Objects.equals(night.environment().host(), host)) {
            nights.add(new Repetitions.Night(night, folder.readForks().forks()));
          }
        } catch (RunStoreException e) {
          // A damaged run says nothing here; the commands that show runs report it.
        }
      }
    }
    return Repetitions.of(nights, suite);
  }
}
