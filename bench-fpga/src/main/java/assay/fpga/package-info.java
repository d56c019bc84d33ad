/** The OpenCL FPGA target and its board telemetry. This version holds no target here yet. */
@NullMarked
package assay.fpga;

import org.jspecify.annotations.NullMarked;
