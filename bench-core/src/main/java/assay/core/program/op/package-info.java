/**
 * The operations, one record each: a closed set, so that core's own code about all of them does not
 * compile where one is forgotten. A target needs no line for an operation that it does not have: it
 * looks its kernels up in a table.
 */
@NullMarked
package assay.core.program.op;

import org.jspecify.annotations.NullMarked;
