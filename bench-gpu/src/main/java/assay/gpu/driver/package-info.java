/**
 * The CUDA driver through JCuda: every call checked, everything that is opened counted and closed.
 * Nothing here computes.
 */
@NullMarked
package assay.gpu.driver;

import org.jspecify.annotations.NullMarked;
