/**
 * The procurement dossier: two to eight systems side by side, from their run records, and from
 * prices that the buyer states.
 *
 * <p>A system is one run. A <em>task</em> is a workload in a precision; a system does it by the
 * fastest of its targets that were measured. Which system is ahead is said only where the interval
 * of the ratio shows it.
 */
@NullMarked
package assay.report.procurement;

import org.jspecify.annotations.NullMarked;
