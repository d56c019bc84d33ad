package assay.report.chart;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A night of a trend.
 *
 * @param at when its run began
 * @param median its median with interval; null where the night has no value, and the line breaks
 */
public record Night(Instant at, @Nullable Estimate median) {}
