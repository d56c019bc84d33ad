/**
 * The CUDA driver through JCuda: every call is checked, every resource is counted and closed.
 * Nothing here computes.
 */
@NullMarked
package assay.gpu.driver;

import org.jspecify.annotations.NullMarked;
