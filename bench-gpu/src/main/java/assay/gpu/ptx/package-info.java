/**
 * Kernels of our own, compiled to PTX ahead of time, and how operations become launches of them.
 */
@NullMarked
package assay.gpu.ptx;

import org.jspecify.annotations.NullMarked;
