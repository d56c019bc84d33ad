/** What computes a program: targets, their devices and what they do and do not support. */
@NullMarked
package assay.core.spi;

import org.jspecify.annotations.NullMarked;
