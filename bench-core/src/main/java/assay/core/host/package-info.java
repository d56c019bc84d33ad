/**
 * The machine as the kernel shows it in {@code /sys} and {@code /proc}, or as a folder in its place
 * describes it.
 */
@NullMarked
package assay.core.host;

import org.jspecify.annotations.NullMarked;
