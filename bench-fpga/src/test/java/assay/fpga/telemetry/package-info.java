/** Tests of the board sources on machines laid out from text, and on a command that stands in. */
@NullMarked
package assay.fpga.telemetry;

import org.jspecify.annotations.NullMarked;
