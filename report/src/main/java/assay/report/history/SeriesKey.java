package assay.report.history;

import assay.core.record.CellId;

/**
 * What tells a series of nights from all others. Two hosts of one kind have two series: they are
 * grouped for display and never pooled.
 *
 * @param host the host's label; {@link #UNKNOWN} if the runs have none
 * @param identity which machine: the first digits of the identity hash of the earliest run that is
 *     comparable with the others, as {@link assay.core.record.Comparability} has it
 * @param threads threads that a CPU target may use; 0 where no run of Assay was imported
 * @param device the device's UUID hash; its name where the target knows no UUID
 * @param workload id
 * @param target id
 * @param engine the engine's family: its name without a version; {@link #UNKNOWN} if it is not
 *     known
 * @param precision id
 * @param metric id
 */
public record SeriesKey(
    String host,
    String identity,
    int threads,
    String device,
    String workload,
    String target,
    String engine,
    String precision,
    String metric) {
  /** Stands for what is not known. */
  public static final String UNKNOWN = "unknown";

  /** The cell that it belongs to. */
  public CellId cell() {
    return new CellId(workload, target, precision);
  }
}
