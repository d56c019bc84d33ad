/** Atomic file writes, checksums, and text that others wrote. Imports no other Assay package. */
@NullMarked
package assay.core.files;

import org.jspecify.annotations.NullMarked;
