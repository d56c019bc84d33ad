/**
 * The page of a run, and of a night among nights: what ran, how fast, what changed, what failed and
 * why. {@link assay.report.nightly.RunReader} reads, {@link assay.report.nightly.NightlyReport}
 * makes a document of what was read, and nothing in between touches a file or a clock.
 */
@NullMarked
package assay.report.nightly;

import org.jspecify.annotations.NullMarked;
