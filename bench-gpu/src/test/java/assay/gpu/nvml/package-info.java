/** NVML against a stand-in library in C, {@code src/test/c/nvml_standin.c}. */
@NullMarked
package assay.gpu.nvml;

import org.jspecify.annotations.NullMarked;
