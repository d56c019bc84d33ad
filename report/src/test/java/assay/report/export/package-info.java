@NullMarked
package assay.report.export;

import org.jspecify.annotations.NullMarked;
