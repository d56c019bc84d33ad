/**
 * What a target must have computed: a float64 interpreter of programs that carries, beside every
 * value, a bound on the error a correct target may make, and the check of a target's output against
 * it.
 */
@NullMarked
package assay.core.oracle;

import org.jspecify.annotations.NullMarked;
