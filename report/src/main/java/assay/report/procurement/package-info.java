/**
 * The procurement dossier: two to eight systems side by side, from their run records and from
 * prices stated by the buyer.
 *
 * <p>A system is one run. A <em>task</em> is a workload in a precision; a system runs it on the
 * fastest of its measured targets. A system is called ahead only if the interval of the ratio shows
 * it.
 */
@NullMarked
package assay.report.procurement;

import org.jspecify.annotations.NullMarked;
