@NullMarked
package assay.report.gate.evaluate;

import org.jspecify.annotations.NullMarked;
