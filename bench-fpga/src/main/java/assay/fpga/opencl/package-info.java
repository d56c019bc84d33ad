/** OpenCL 1.2 through the foreign function API: only what a single queue of kernels needs. */
@NullMarked
package assay.fpga.opencl;

import org.jspecify.annotations.NullMarked;
