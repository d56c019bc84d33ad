/** Which OpenCL device to use, and whether it is an FPGA or an emulation of one. */
@NullMarked
package assay.fpga.discovery;

import org.jspecify.annotations.NullMarked;
