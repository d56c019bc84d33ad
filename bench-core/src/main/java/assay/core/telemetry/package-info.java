/**
 * Telemetry: sources of energy, power, clocks, load and temperature, the sampler that reads them,
 * and the conversion of counters to joules.
 *
 * <p>A {@link assay.core.telemetry.TelemetrySource} is one class and one services line. It opens an
 * {@link assay.core.telemetry.Instrument}, which describes its {@link
 * assay.core.telemetry.Channel}s once and is then read repeatedly; or it is unavailable, with a
 * reason and a remedy. A value that cannot be read is missing with a reason, never 0.
 */
@NullMarked
package assay.core.telemetry;

import org.jspecify.annotations.NullMarked;
