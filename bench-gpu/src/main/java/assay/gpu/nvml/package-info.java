/**
 * Telemetry of NVIDIA GPUs through NVML, the management library of NVIDIA's driver.
 *
 * <p>{@link assay.gpu.nvml.Nvml} binds the library, {@link assay.gpu.nvml.Query} is one call of it
 * together with the channels it fills, {@link assay.gpu.nvml.NvmlSource} combines them. Signatures,
 * constants and units are those of NVIDIA's NVML API Reference Guide.
 */
@NullMarked
package assay.gpu.nvml;

import org.jspecify.annotations.NullMarked;
