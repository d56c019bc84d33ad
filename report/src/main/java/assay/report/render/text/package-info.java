/** Documents as plain text, for terminals and pipes. */
@NullMarked
package assay.report.render.text;

import org.jspecify.annotations.NullMarked;
