/** Where the level of a series changes, and how well that is found. */
@NullMarked
package assay.core.stats.changepoint;

import org.jspecify.annotations.NullMarked;
