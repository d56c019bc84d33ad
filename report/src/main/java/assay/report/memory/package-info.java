/** The levels of a device's memory, as its {@code memory/*} cells found them. */
@NullMarked
package assay.report.memory;

import org.jspecify.annotations.NullMarked;
