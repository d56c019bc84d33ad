package assay.cpu.telemetry.oshi;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.telemetry.Domain;
import assay.core.telemetry.Facts;
import assay.core.telemetry.Readings;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class OshiInstrumentTest {
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);
  private static final int MEMORY = 0;
  private static final int FREQUENCY = 2;

  private final AtomicLong now = new AtomicLong();
  private final AtomicLong spent = new AtomicLong();

  private OshiInstrument over(LongSupplier available) {
    return new OshiInstrument(
        List.of(
            new MemoryGroup(HOST, 1000, available),
            new FrequencyGroup(HOST, () -> new long[] {7}, null)),
        new ProcessGroup(2, pid -> null),
        new OshiInstrument.Clock(now::get, spent::get),
        Facts::none);
  }

  private static Readings read(OshiInstrument instrument) {
    Readings readings = new Readings(instrument.channels(), 0);
    instrument.read(readings);
    return readings;
  }

  @Test
  void whatFailsIsMissingAndTheRestIsRead() {
    Readings readings =
        read(
            over(() -> {
              throw new UnsatisfiedLinkError("no libc");
            }));
    assertThat(readings.reason(MEMORY)).contains("OSHI failed").contains("no libc");
    assertThat(readings.value(FREQUENCY)).isEqualTo(7);
    assertThat(
            read(over(() -> {
              throw new IllegalStateException("odd");
            }))
                .reason(MEMORY + 1))
        .contains("odd");
  }

  /** A value is given only at the moment it was read, never again later. */
  @Test
  void whatTakesLongIsMissingBetweenItsReadings() {
    OshiInstrument instrument = over(() -> 300 + 0 * spent.addAndGet(3_000_000));
    assertThat(read(instrument).value(MEMORY)).isEqualTo(300);
    now.set(2_900_000_000L);
    assertThat(read(instrument).reason(MEMORY)).contains("every 3.0 s").contains("3.0 ms");
    assertThat(read(instrument).value(FREQUENCY)).isEqualTo(7);
    now.set(3_000_000_000L);
    assertThat(read(instrument).value(MEMORY)).isEqualTo(300);
  }

  @Test
  void withoutAProcessItsChannelsSaySo() {
    OshiInstrument instrument = over(() -> 1);
    int process = instrument.channels().size() - 1;
    assertThat(read(instrument).reason(process)).isEqualTo("no process is followed");
    instrument.follow(123);
    assertThat(read(instrument).reason(process)).isEqualTo("process 123 has ended");
    instrument.follow(0);
    assertThat(read(instrument).reason(process)).isEqualTo("no process is followed");
  }
}
