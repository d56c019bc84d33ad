@NullMarked
package assay.gpu.driver;

import org.jspecify.annotations.NullMarked;
