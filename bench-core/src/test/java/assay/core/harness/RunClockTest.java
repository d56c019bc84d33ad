package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A machine's clock that is set while a run is measured. */
class RunClockTest {
  private static final Instant START = Instant.parse("2026-11-22T05:15:00Z");

  private final AtomicReference<Instant> machine = new AtomicReference<>(START);
  private final AtomicLong nanos = new AtomicLong(-7);
  private final RunClock clock = new RunClock(machine::get, nanos::get);

  private void pass(Duration elapsed, Duration set) {
    nanos.addAndGet(elapsed.toNanos());
    machine.updateAndGet(now -> now.plus(elapsed).plus(set));
  }

  @Test
  void aClockThatIsSetBackChangesNoTime() {
    pass(Duration.ofSeconds(90), Duration.ofHours(-1));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(90));
    assertThat(clock.deviation())
        .hasValueSatisfying(note -> assertThat(note).contains("back by 3600 s"));
    pass(Duration.ofSeconds(10), Duration.ofHours(3));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(100));
    assertThat(clock.deviation())
        .hasValueSatisfying(note -> assertThat(note).contains("ahead by 7200 s"));
  }

  @Test
  void aSlewedClockIsNotOneThatWasSet() {
    pass(Duration.ofHours(10), Duration.ofSeconds(-18));
    assertThat(clock.deviation()).isEmpty();
    pass(Duration.ofSeconds(1), Duration.ofSeconds(-60));
    assertThat(clock.deviation()).isPresent();
  }

  /** The clock was set back between the interruption and the resume. */
  @Test
  void aResumedRunGoesOnAfterItsLastTime() {
    clock.notBefore(START.minusSeconds(5));
    assertThat(clock.instant()).isEqualTo(START);
    assertThat(clock.deviation()).isEmpty();
    clock.notBefore(START.plusSeconds(600));
    pass(Duration.ofSeconds(30), Duration.ZERO);
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(630));
    assertThat(clock.deviation())
        .hasValueSatisfying(note -> assertThat(note).contains("back by 600 s"));
  }
}
