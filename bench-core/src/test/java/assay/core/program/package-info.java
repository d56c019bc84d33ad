@NullMarked
package assay.core.program;

import org.jspecify.annotations.NullMarked;
