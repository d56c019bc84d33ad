/**
 * The operations, one record each: a closed set, so that core code that handles all of them does
 * not compile if one is missing. A target needs no code for an operation that it does not support:
 * it looks its kernels up in a table.
 */
@NullMarked
package assay.core.program.op;

import org.jspecify.annotations.NullMarked;
