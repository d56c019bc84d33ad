/**
 * The machine as the kernel shows it in {@code /sys} and {@code /proc}: one reader for all, which
 * can be pointed at a folder that stands for another machine.
 */
@NullMarked
package assay.core.host;

import org.jspecify.annotations.NullMarked;
