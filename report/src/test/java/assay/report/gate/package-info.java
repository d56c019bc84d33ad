@NullMarked
package assay.report.gate;

import org.jspecify.annotations.NullMarked;
