@NullMarked
package assay.fpga.rtl;

import org.jspecify.annotations.NullMarked;
