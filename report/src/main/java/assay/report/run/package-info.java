/**
 * The page of a run: what ran, how fast, what changed, what failed and why. {@link
 * assay.report.run.RunReader} reads, {@link assay.report.run.RunReport} turns the result into a
 * document without file or clock access.
 */
@NullMarked
package assay.report.run;

import org.jspecify.annotations.NullMarked;
