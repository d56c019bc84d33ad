/**
 * Measurement: the benchmark class, the fork side, and the runner that drives JMH fork by fork. The
 * only package that imports JMH.
 */
@NullMarked
package assay.core.harness;

import org.jspecify.annotations.NullMarked;
