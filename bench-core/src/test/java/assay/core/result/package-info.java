@NullMarked
package assay.core.result;

import org.jspecify.annotations.NullMarked;
