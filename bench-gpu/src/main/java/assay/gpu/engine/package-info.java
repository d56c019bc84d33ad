/** The engines for products and convolutions: NVIDIA's libraries or our own kernels. */
@NullMarked
package assay.gpu.engine;

import org.jspecify.annotations.NullMarked;
