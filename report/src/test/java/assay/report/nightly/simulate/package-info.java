@NullMarked
package assay.report.nightly.simulate;

import org.jspecify.annotations.NullMarked;
