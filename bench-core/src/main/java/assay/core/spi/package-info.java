/** Who computes a program: targets, their devices and what they can and cannot do. */
@NullMarked
package assay.core.spi;

import org.jspecify.annotations.NullMarked;
