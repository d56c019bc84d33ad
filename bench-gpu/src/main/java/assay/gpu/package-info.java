/** The CUDA target and its NVML telemetry. This version holds no target here yet. */
@NullMarked
package assay.gpu;

import org.jspecify.annotations.NullMarked;
