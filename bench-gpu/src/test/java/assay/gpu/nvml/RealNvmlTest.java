package assay.gpu.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource.Opening;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Real devices: the energy counter against power integrated over the same time. Skipped with the
 * reason where there is none; {@code -Dassay.require=nvml} makes that a failure.
 */
class RealNvmlTest {
  private static final double SECONDS = 10;
  private static final long STEP_MILLIS = 20;

  /** Covers the counter's update period at both ends and the trapezoids, on a device at rest. */
  private static final double MOST_APART = 0.10;

  private static Instrument open() {
    return switch (new NvmlSource().open(StandIn.machine())) {
      case Opening.Opened opened -> opened.instrument();
      case Opening.Unavailable missing -> {
        String message = "nvml: " + missing.reason() + "; " + missing.remedy();
        if (List.of(System.getProperty("assay.require", "").split(",")).contains("nvml")) {
          fail(message);
        }
        yield abort(message);
      }
    };
  }

  @Test
  void theCounterAgreesWithIntegratedPower() throws InterruptedException {
    try (Instrument nvml = open()) {
      List<Integer> counters = new ArrayList<>();
      for (int i = 0; i < nvml.channels().size(); i++) {
        if (nvml.channels().get(i) instanceof Channel.EnergyCounter) {
          counters.add(i);
        }
      }
      if (counters.isEmpty()) {
        abort("nvml: no device here has an energy counter");
      }
      List<Readings> readings = readings(nvml);
      for (int counter : counters) {
        compare(nvml, counter, readings);
      }
    }
  }

  private static List<Readings> readings(Instrument nvml) throws InterruptedException {
    List<Readings> readings = new ArrayList<>();
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < SECONDS * 1e9) {
      Readings now = new Readings(nvml.channels().size(), System.nanoTime());
      nvml.read(now);
      readings.add(now);
      Thread.sleep(STEP_MILLIS);
    }
    return readings;
  }

  private static void compare(Instrument nvml, int counter, List<Readings> readings) {
    Channel.EnergyCounter energy = (Channel.EnergyCounter) nvml.channels().get(counter);
    Channel power = StandIn.channel(nvml, energy.domain().id() + ".power");
    int sensor = nvml.channels().indexOf(power);
    double integrated = 0;
    for (int i = 1; i < readings.size(); i++) {
      double seconds = (readings.get(i).nanos() - readings.get(i - 1).nanos()) * 1e-9;
      double watts = (readings.get(i).value(sensor) + readings.get(i - 1).value(sensor)) / 2;
      integrated += watts * seconds;
    }
    double counted =
        (readings.getLast().value(counter) - readings.getFirst().value(counter))
            * energy.joulesPerCount();
    System.out.printf(
        Locale.ROOT,
        "%s: counter %.1f J, integrated power %.1f J, %d readings%n",
        energy.domain().id(),
        counted,
        integrated,
        readings.size());
    assertThat(counted)
        .as("energy of %s, J", energy.domain().id())
        .isBetween(integrated * (1 - MOST_APART), integrated * (1 + MOST_APART));
  }
}
