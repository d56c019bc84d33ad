@NullMarked
package assay.core.oracle;

import org.jspecify.annotations.NullMarked;
