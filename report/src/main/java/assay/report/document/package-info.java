/**
 * The content of a report, independent of any medium: sections of blocks, and charts that can draw
 * themselves. Every output format renders the same {@link assay.report.document.Document}. Every
 * text arrives translated and every number formatted ({@link assay.report.text.Format}).
 */
@NullMarked
package assay.report.document;

import org.jspecify.annotations.NullMarked;
