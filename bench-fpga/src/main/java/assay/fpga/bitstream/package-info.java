/** Prebuilt images: what they are, whether they match, and how well they use their board. */
@NullMarked
package assay.fpga.bitstream;

import org.jspecify.annotations.NullMarked;
