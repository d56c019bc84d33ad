/** oneDNN through the foreign function API: what the CPU's vector and matrix units can do. */
@NullMarked
package assay.cpu.onednn;

import org.jspecify.annotations.NullMarked;
