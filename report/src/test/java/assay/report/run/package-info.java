@NullMarked
package assay.report.run;

import org.jspecify.annotations.NullMarked;
