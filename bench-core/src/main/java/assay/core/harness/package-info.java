/**
 * Measurement: the benchmark class, what one fork does, and the runner that drives JMH fork by
 * fork. The only package that imports JMH.
 */
@NullMarked
package assay.core.harness;

import org.jspecify.annotations.NullMarked;
