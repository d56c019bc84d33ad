package assay.cpu.telemetry;

import java.time.Duration;
import java.time.Instant;

/** Clocks that a test sets: both go on together, and the time of day can be put wrong. */
final class TestClock {
  private long nanos = 1_000_000_000_000L;
  private Instant wall = Instant.parse("2026-11-22T08:00:00Z");

  MeterClock clock() {
    return new MeterClock(() -> nanos, () -> wall);
  }

  long nanos() {
    return nanos;
  }

  Instant wall() {
    return wall;
  }

  void pass(Duration time) {
    nanos += time.toNanos();
    wall = wall.plus(time);
  }

  /** As when somebody sets the time of day. */
  void stepWall(Duration by) {
    wall = wall.plus(by);
  }
}
