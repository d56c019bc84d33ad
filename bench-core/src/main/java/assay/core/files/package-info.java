/** Atomic file writes, checksums, reasons of failures. Imports no other Assay package. */
@NullMarked
package assay.core.files;

import org.jspecify.annotations.NullMarked;
