@NullMarked
package assay.report.nightly;

import org.jspecify.annotations.NullMarked;
