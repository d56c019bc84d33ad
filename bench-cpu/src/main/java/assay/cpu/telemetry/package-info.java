/**
 * Telemetry of a Linux host during a measurement: energy counters and power sensors, temperatures,
 * clocks, throttling, container limits, pressure, and CPU use by other processes. Everything is
 * read as text from {@code /sys} and {@code /proc}; nothing native.
 *
 * <p>Each {@code …Source} checks once what is available and opens an instrument of {@link
 * assay.cpu.telemetry.Part}s, which then only reread small files.
 */
@NullMarked
package assay.cpu.telemetry;

import org.jspecify.annotations.NullMarked;
