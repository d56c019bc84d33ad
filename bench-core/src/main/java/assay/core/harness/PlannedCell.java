package assay.core.harness;

import assay.core.program.Precision;
import assay.core.record.CellId;
import assay.core.spi.Target;
import assay.core.workload.Workload;

/** A workload on a target in a precision, to be measured. */
public record PlannedCell(Workload workload, Target target, Precision precision) {
  /** The cell's key in the record. */
  public CellId id() {
    return new CellId(workload.id(), target.id(), precision.id());
  }
}
