/** Tests of documents as markdown. */
@NullMarked
package assay.report.render.markdown;

import org.jspecify.annotations.NullMarked;
