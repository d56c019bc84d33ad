/**
 * What a report says, free of any screen: sections of blocks, and charts that can draw themselves.
 * HTML and PDF are two renderings of the same {@link assay.report.document.Document}. Every text
 * arrives translated and every number formatted ({@link assay.report.text.Format}).
 */
@NullMarked
package assay.report.document;

import org.jspecify.annotations.NullMarked;
