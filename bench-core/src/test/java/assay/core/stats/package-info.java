@NullMarked
package assay.core.stats;

import org.jspecify.annotations.NullMarked;
