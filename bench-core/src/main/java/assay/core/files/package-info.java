/** Atomic file writes and checksums. Imports no other Assay package. */
@NullMarked
package assay.core.files;

import org.jspecify.annotations.NullMarked;
