/** Shared parts of the renderers; each output format has a subpackage. */
@NullMarked
package assay.report.render;

import org.jspecify.annotations.NullMarked;
