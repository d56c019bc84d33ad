/**
 * The nightly verdict of stored runs: {@link assay.report.gate} applied to the history, with what
 * people said about it.
 */
@NullMarked
package assay.report.nightly;

import org.jspecify.annotations.NullMarked;
