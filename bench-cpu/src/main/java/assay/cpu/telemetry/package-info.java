/**
 * What Linux says about the host beside a measurement: energy counters and power sensors,
 * temperatures, clocks, throttling, limits of the container, pressure, and who else used the
 * processors. Everything is read as text from {@code /sys} and {@code /proc}; nothing native.
 *
 * <p>Each {@code …Source} looks once at what is there and opens an instrument of {@link
 * assay.cpu.telemetry.Part}s, which only read small files again and again.
 */
@NullMarked
package assay.cpu.telemetry;

import org.jspecify.annotations.NullMarked;
