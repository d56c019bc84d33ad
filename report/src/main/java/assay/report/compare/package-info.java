/**
 * Compares runs: whether they are comparable, and then, cell by cell, by how much they differ. Pure
 * functions of run records and their forks.
 *
 * <p>A <em>ratio</em> is always such that above 1 the other run is better than the base: a time of
 * 8 ms against one of 10 ms in the base is "1.25 × as fast", 10 J against 12.5 J is "1.25 × the
 * work per joule". Intervals cover how the forks of the two runs differ; what changes from night to
 * night is not in them, and takes many nights to judge.
 */
@NullMarked
package assay.report.compare;

import org.jspecify.annotations.NullMarked;
