package assay.report.history;

import assay.core.record.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A value of a series.
 *
 * @param run the run that measured it
 * @param started when the run began
 * @param confirms the run that it repeats, null for a run of its own
 * @param value in the series' unit
 * @param standardError of the value, in the same unit; 0 if it has none
 */
public record SeriesPoint(
    RunId run, Instant started, @Nullable RunId confirms, double value, double standardError) {}
