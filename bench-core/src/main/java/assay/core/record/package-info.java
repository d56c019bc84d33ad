/**
 * The run record: what a run writes, and the summary of forks.
 *
 * <p>Units are SI base units (s, FLOP/s, B/s, samples/s, J, W) and %. What was not measured is
 * {@link assay.core.availability.Availability.Unavailable} with a reason, or null next to a reason;
 * NaN and infinity cannot be written, because no type here accepts them. Only cells measured on
 * hardware have metrics: {@link assay.core.record.Outcome} has no place for them elsewhere, and the
 * JSON Schema in {@code results/schema} enforces the same.
 */
@NullMarked
package assay.core.record;

import org.jspecify.annotations.NullMarked;
