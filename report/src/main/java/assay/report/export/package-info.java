/**
 * Runs and comparisons in the formats of other programs. Each format is one class and is found by
 * its name ({@link assay.report.export.Exports}). Everything is written the same under every locale
 * and from the records alone: no clock, no random name, no order of hashes.
 */
@NullMarked
package assay.report.export;

import org.jspecify.annotations.NullMarked;
