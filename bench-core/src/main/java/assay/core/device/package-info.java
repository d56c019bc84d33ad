/**
 * What computes: hardware, an emulation of it, or a register-transfer model, and what each of them
 * can say beside times.
 */
@NullMarked
package assay.core.device;

import org.jspecify.annotations.NullMarked;
