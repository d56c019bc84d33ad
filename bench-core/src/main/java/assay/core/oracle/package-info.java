/**
 * What a target must compute: a float64 interpreter of programs that carries a bound on a correct
 * target's error with every value, and the check of a target's output against it.
 */
@NullMarked
package assay.core.oracle;

import org.jspecify.annotations.NullMarked;
