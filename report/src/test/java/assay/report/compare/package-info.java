@NullMarked
package assay.report.compare;

import org.jspecify.annotations.NullMarked;
