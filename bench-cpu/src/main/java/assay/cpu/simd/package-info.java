/** Kernels written with the Vector API. */
@NullMarked
package assay.cpu.simd;

import org.jspecify.annotations.NullMarked;
