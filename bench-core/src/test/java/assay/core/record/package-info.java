@NullMarked
package assay.core.record;

import org.jspecify.annotations.NullMarked;
