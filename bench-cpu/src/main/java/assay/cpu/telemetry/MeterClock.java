package assay.cpu.telemetry;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks by which a meter's time stamps are converted.
 *
 * @param nanos as {@link System#nanoTime()}
 * @param wall the time of day
 */
record MeterClock(LongSupplier nanos, InstantSource wall) {
  /** This machine's. */
  static MeterClock system() {
    return new MeterClock(System::nanoTime, InstantSource.system());
  }

  long now() {
    return nanos.getAsLong();
  }
}
