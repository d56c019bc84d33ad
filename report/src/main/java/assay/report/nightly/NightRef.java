package assay.report.nightly;

import assay.core.record.RunId;
import java.time.Instant;

/**
 * A night of a host.
 *
 * @param number ascending over all nights of the history
 * @param started when its run began
 * @param run the run
 */
public record NightRef(int number, Instant started, RunId run) {}
