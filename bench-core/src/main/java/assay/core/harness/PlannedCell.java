package assay.core.harness;

import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.record.CellId;
import assay.core.spi.Target;
import assay.core.workload.Suite;
import assay.core.workload.Workload;
import java.util.List;

/**
 * A workload on a target in a precision, to be measured.
 *
 * @param id the cell's key in the record
 * @param workload what is executed: the workload of that name, or one of its kind that fills the
 *     device
 */
public record PlannedCell(CellId id, Workload workload, Target target, Precision precision) {
  /** A cell as it is named. */
  public PlannedCell(Workload workload, Target target, Precision precision) {
    this(new CellId(workload.id(), target.id(), precision.id()), workload, target, precision);
  }

  /** Whether a suite names it there. */
  public boolean isOneOf(List<Suite.OnTarget> named) {
    return named.contains(new Suite.OnTarget(id.workload(), id.target()));
  }

  /**
   * The same cell in the size that fills a device. Emulations have no times that the size would
   * matter to.
   *
   * @param device the target's, as probed
   * @param threads host threads to compute with
   */
  PlannedCell sizedFor(Device device, int threads) {
    return device instanceof Device.Hardware && workload instanceof Workload.Kernel kernel
        ? new PlannedCell(
            id,
            kernel.sizedFor(target.parallelUnits(device, new Target.Options(threads))),
            target,
            precision)
        : this;
  }
}
