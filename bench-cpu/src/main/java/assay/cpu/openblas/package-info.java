/** OpenBLAS through the foreign function API: the baseline for {@code assay.cpu.simd}. */
@NullMarked
package assay.cpu.openblas;

import org.jspecify.annotations.NullMarked;
