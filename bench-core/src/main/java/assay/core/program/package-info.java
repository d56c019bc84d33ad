/**
 * Programs: typed operations over tensors, the one description of a workload that every target
 * compiles its own way.
 *
 * <p>Layouts are logical and row-major: images are NHWC (batch, height, width, channels), filters
 * KRSC (output channels, height, width, input channels), matrices are rows × columns. A target may
 * lay its own memory out as it likes; what is written to and read from it is in the logical layout.
 */
@NullMarked
package assay.core.program;

import org.jspecify.annotations.NullMarked;
