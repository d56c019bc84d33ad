/** The oracle's rules, named after the operations. */
@NullMarked
package assay.core.oracle.op;

import org.jspecify.annotations.NullMarked;
