package assay.report.chart;

import assay.report.text.Format;

/**
 * What all charts of a document share.
 *
 * @param format how numbers are written
 * @param series how targets or systems look
 */
public record ChartStyle(Format format, SeriesStyles series) {}
