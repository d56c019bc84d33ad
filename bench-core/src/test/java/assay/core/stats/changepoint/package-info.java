@NullMarked
package assay.core.stats.changepoint;

import org.jspecify.annotations.NullMarked;
