/** Tests of the OpenCL binding. */
@NullMarked
package assay.fpga.opencl;

import org.jspecify.annotations.NullMarked;
