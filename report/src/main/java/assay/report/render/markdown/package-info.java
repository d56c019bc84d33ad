/** Documents as Markdown, for pull requests. */
@NullMarked
package assay.report.render.markdown;

import org.jspecify.annotations.NullMarked;
