@NullMarked
package assay.report.memory;

import org.jspecify.annotations.NullMarked;
