/**
 * What computes: hardware, an emulation of it, or an RTL model, and what each can report besides
 * times.
 */
@NullMarked
package assay.core.device;

import org.jspecify.annotations.NullMarked;
