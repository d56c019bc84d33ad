package assay.report.history;

import assay.core.files.Sha256;
import assay.core.record.CellId;
import java.util.List;

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
  private static final int ID_LENGTH = 8;

  /** Stands for what is not known. */
  public static final String UNKNOWN = "unknown";

  /** The parts in order. */
  public List<String> parts() {
    return List.of(
        host,
        identity,
        String.valueOf(threads),
        device,
        workload,
        target,
        engine,
        precision,
        metric);
  }

  /** The same on another machine of that host label. */
  SeriesKey of(String otherIdentity) {
    return new SeriesKey(
        host, otherIdentity, threads, device, workload, target, engine, precision, metric);
  }

  /** A short name: the first {@value #ID_LENGTH} hex digits of the SHA-256 of its parts. */
  public String id() {
    return Sha256.of(String.join("\n", parts())).substring(0, ID_LENGTH);
  }

  /** One line for a person, such as {@code time of gemm/… on cpu-simd in f32 (host-a)}. */
  public String text() {
    return metric + " of " + cell() + " (" + host + ")";
  }

  /** The cell that it belongs to. */
  public CellId cell() {
    return new CellId(workload, target, precision);
  }
}
