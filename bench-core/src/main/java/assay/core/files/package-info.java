/**
 * Atomic file writes, checksums, text that others wrote, reasons of failures. Imports no other
 * Assay package.
 */
@NullMarked
package assay.core.files;

import org.jspecify.annotations.NullMarked;
