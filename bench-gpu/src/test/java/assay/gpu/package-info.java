@NullMarked
package assay.gpu;

import org.jspecify.annotations.NullMarked;
