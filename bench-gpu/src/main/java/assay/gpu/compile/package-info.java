/** Turns operations into work for the device: engines, their steps, and what they share. */
@NullMarked
package assay.gpu.compile;

import org.jspecify.annotations.NullMarked;
