/** The kernels' source. */
@NullMarked
package assay.fpga.kernels;

import org.jspecify.annotations.NullMarked;
