/** Our own kernels, compiled to PTX ahead of time, and the launches that operations become. */
@NullMarked
package assay.gpu.ptx;

import org.jspecify.annotations.NullMarked;
