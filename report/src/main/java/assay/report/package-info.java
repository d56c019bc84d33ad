/** Reads run records and renders them; sees no backend. This version holds no report here yet. */
@NullMarked
package assay.report;

import org.jspecify.annotations.NullMarked;
