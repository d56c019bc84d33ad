package assay.report.history;

import assay.core.record.CellId;
import assay.core.record.RunId;
import assay.core.record.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the history keeps of a run.
 *
 * @param run its name
 * @param started when it began; runs are ordered by it, never by name
 * @param finished false if the run was interrupted
 * @param host the host's label; {@link SeriesKey#UNKNOWN} if it has none
 * @param identity as in {@link SeriesKey}
 * @param suite its name
 * @param shippedSuite whether the suite ships with Assay, so that its name stands for its content
 * @param conditions settings, the program's version and the hashes of its code, and the plan's
 *     parameters under {@code plan.…}, by name: what may explain a change
 * @param canaries cells that show the machine's state
 * @param confirms the run of which suspects were measured again here, null for a run of its own
 * @param cells all cells
 * @param values all available metrics
 */
public record StoredRun(
    RunId run,
    Instant started,
    boolean finished,
    String host,
    String identity,
    String suite,
    boolean shippedSuite,
    Map<String, String> conditions,
    List<CellId> canaries,
    @Nullable RunId confirms,
    List<StoredCell> cells,
    List<StoredValue> values) {
  /**
   * How a cell ended.
   *
   * @param emulated whether it ran on an emulation or an RTL model
   * @param reason null if the status is OK
   */
  public record StoredCell(CellId cell, Status status, boolean emulated, @Nullable String reason) {}

  /** Copies the collections. */
  public StoredRun {
    conditions = Map.copyOf(conditions);
    canaries = List.copyOf(canaries);
    cells = List.copyOf(cells);
    values = List.copyOf(values);
  }
}
