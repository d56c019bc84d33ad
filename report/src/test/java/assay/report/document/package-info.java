/** Tests of the document model. */
@NullMarked
package assay.report.document;

import org.jspecify.annotations.NullMarked;
