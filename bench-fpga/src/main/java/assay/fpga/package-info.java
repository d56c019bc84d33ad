/** The OpenCL FPGA target: programs run as kernels in the queue of a board or of an emulation. */
@NullMarked
package assay.fpga;

import org.jspecify.annotations.NullMarked;
