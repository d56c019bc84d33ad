/** Which OpenCL device to use, and whether it is an FPGA or something that imitates one. */
@NullMarked
package assay.fpga.discovery;

import org.jspecify.annotations.NullMarked;
