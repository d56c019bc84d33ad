package assay.report.history;

import java.time.Instant;

/**
 * A series and how far it goes.
 *
 * @param series which
 * @param runs number of its values
 * @param first start of its earliest run, to the second
 * @param last start of its latest run, to the second
 */
public record SeriesExtent(StoredSeries series, int runs, Instant first, Instant last) {}
