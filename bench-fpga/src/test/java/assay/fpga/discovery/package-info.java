/** Tests of the choice and the labelling of devices. */
@NullMarked
package assay.fpga.discovery;

import org.jspecify.annotations.NullMarked;
