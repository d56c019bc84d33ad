/** Documents as one self-contained HTML file, and as the XHTML that paper is set from. */
@NullMarked
package assay.report.render.html;

import org.jspecify.annotations.NullMarked;
