/**
 * Programs: typed operations over tensors, the description of a workload, which every target
 * compiles in its own way.
 *
 * <p>Layouts are logical and row-major: images are NHWC (batch, height, width, channels), filters
 * KRSC (output channels, height, width, input channels), matrices are rows × columns. A target may
 * use any layout internally; data written to and read from it is in the logical layout.
 */
@NullMarked
package assay.core.program;

import org.jspecify.annotations.NullMarked;
