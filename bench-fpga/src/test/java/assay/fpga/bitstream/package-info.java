/** Tests of bitstreams and their manifests. */
@NullMarked
package assay.fpga.bitstream;

import org.jspecify.annotations.NullMarked;
