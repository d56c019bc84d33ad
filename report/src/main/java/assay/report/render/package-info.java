/** What renderers of plain media share; each medium has a package of its own below. */
@NullMarked
package assay.report.render;

import org.jspecify.annotations.NullMarked;
