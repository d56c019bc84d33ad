/** Tests of the PDF. */
@NullMarked
package assay.report.pdf;

import org.jspecify.annotations.NullMarked;
