package assay.core.record;

import assay.core.program.Work;
import org.jspecify.annotations.Nullable;

/**
 * One workload on one target in one precision.
 *
 * @param id the cell's key
 * @param work the work of one execution, null if unknown (for example if the workload's shape is
 *     invalid)
 * @param outcome how it ended, and its metrics if it was measured
 */
public record Cell(CellId id, @Nullable Work work, Outcome<CellResult> outcome) {}
