/** Tests of documents as text. */
@NullMarked
package assay.report.render.text;

import org.jspecify.annotations.NullMarked;
