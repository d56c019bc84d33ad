/** Tests of the OpenCL FPGA target. */
@NullMarked
package assay.fpga;

import org.jspecify.annotations.NullMarked;
