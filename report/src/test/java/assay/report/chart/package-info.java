@NullMarked
package assay.report.chart;

import org.jspecify.annotations.NullMarked;
