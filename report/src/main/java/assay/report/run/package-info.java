/**
 * The page of a run, and of a night among nights: what ran, how fast, what changed, what failed and
 * why. {@link assay.report.run.RunReader} reads, {@link assay.report.run.RunReport} makes a
 * document of what was read, and nothing in between touches a file or a clock.
 */
@NullMarked
package assay.report.run;

import org.jspecify.annotations.NullMarked;
