/**
 * The run record: what a run writes, and the summary of forks.
 *
 * <p>Units are SI base units (s, FLOP/s, B/s, samples/s, J, W) and %. What was not measured is
 * {@link assay.core.availability.Availability.Unavailable} with a reason, or null beside one; NaN
 * and infinity cannot be written, because no type here holds them. Only what was measured on
 * hardware holds metrics: {@link assay.core.record.Outcome} has no place for them elsewhere, and
 * the JSON Schema in {@code results/schema} says the same.
 */
@NullMarked
package assay.core.record;

import org.jspecify.annotations.NullMarked;
