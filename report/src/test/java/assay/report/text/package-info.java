/** Tests of words and numbers. */
@NullMarked
package assay.report.text;

import org.jspecify.annotations.NullMarked;
