/** The oracle's rules, under the names of the operations that they are about. */
@NullMarked
package assay.core.oracle.op;

import org.jspecify.annotations.NullMarked;
