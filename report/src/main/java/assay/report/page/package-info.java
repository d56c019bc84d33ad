/** Building blocks of pages: texts, numbers and metrics in the reader's language, as cells. */
@NullMarked
package assay.report.page;

import org.jspecify.annotations.NullMarked;
