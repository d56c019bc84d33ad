/** Tests of the HTML. */
@NullMarked
package assay.report.render.html;

import org.jspecify.annotations.NullMarked;
