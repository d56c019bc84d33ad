/**
 * Runs and comparisons in the formats of other programs. Each format is one class, found by its
 * name ({@link assay.report.export.Exports}). The output depends on the records only, not on
 * locale, clock, random names or hash order.
 */
@NullMarked
package assay.report.export;

import org.jspecify.annotations.NullMarked;
