/**
 * Statistics of repeated timings: pure functions over arrays, without I/O, clocks or hidden state.
 *
 * <p>Timings are hierarchical: a night has forks, a fork has iterations. Iterations of one fork
 * share a JVM, its compiled code and its memory layout, so they are not independent; every interval
 * here is computed over forks, never over pooled iterations.
 */
@NullMarked
package assay.core.stats;

import org.jspecify.annotations.NullMarked;
