/** Documents as PDF, set from the same blocks as the HTML. */
@NullMarked
package assay.report.render.pdf;

import org.jspecify.annotations.NullMarked;
