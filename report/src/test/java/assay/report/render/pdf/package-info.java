/** Tests of the PDF. */
@NullMarked
package assay.report.render.pdf;

import org.jspecify.annotations.NullMarked;
