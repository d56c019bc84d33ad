package assay.core.record;

import assay.core.program.Work;
import org.jspecify.annotations.Nullable;

/**
 * One workload on one target in one precision.
 *
 * @param id which
 * @param work the work of one execution, null where it is not known (as when the workload's shape
 *     could not be planned)
 * @param outcome how it ended, and its metrics if it was measured
 */
public record Cell(CellId id, @Nullable Work work, Outcome<CellResult> outcome) {}
