/** Target {@code cuda}: programs as graphs of kernel launches on an NVIDIA GPU. */
@NullMarked
package assay.gpu;

import org.jspecify.annotations.NullMarked;
