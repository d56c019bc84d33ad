/** Tests of the HTML. */
@NullMarked
package assay.report.html;

import org.jspecify.annotations.NullMarked;
