/**
 * The run record: what a run writes, its JSON form, its folder, and the summary of forks.
 *
 * <p>Units are SI base units (s, FLOP/s, B/s, samples/s, J, W) and %. What was not measured is null
 * and stands beside a reason; NaN and infinity cannot be written, because no type here holds them.
 * Only a cell measured on hardware holds figures: {@link assay.core.record.CellOutcome} has no
 * place for them elsewhere, and the JSON Schema in {@code results/schema} says the same.
 */
@NullMarked
package assay.core.record;

import org.jspecify.annotations.NullMarked;
