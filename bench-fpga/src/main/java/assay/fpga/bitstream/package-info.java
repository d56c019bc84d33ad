/** Images built before: what they are, whether they fit, and how well they use their board. */
@NullMarked
package assay.fpga.bitstream;

import org.jspecify.annotations.NullMarked;
