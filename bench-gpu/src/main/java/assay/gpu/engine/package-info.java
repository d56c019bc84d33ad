/** Who computes products and convolutions: NVIDIA's libraries or kernels of our own. */
@NullMarked
package assay.gpu.engine;

import org.jspecify.annotations.NullMarked;
