/** Tests of the CUDA libraries' use, against stand-ins that compute on the host. */
@NullMarked
package assay.gpu.library;

import org.jspecify.annotations.NullMarked;
