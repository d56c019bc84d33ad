@NullMarked
package assay.core.oracle.op;

import org.jspecify.annotations.NullMarked;
