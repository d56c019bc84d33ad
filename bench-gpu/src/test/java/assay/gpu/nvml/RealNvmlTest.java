package assay.gpu.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import assay.core.availability.Availability;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource.Opened;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Real devices: the energy counter against power integrated over the same time. Skipped with the
 * reason where there is none; {@code -Dassay.require=nvml} makes that a failure.
 */
class RealNvmlTest {
  private static final double SECONDS = 10;
  private static final double SMI_SECONDS = 30;
  private static final long STEP_MILLIS = 20;

  /** Covers the counter's update period at both ends and the trapezoids, on a device at rest. */
  private static final double MAX_APART = 0.10;

  private static Instrument open() {
    return switch (new NvmlSource().open(StandIn.machine())) {
      case Availability.Available<Opened>(Opened opened) -> opened.instrument();
      case Availability.Unavailable<Opened> missing -> {
        String message = "nvml: " + missing.toText();
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
      List<Readings> readings = readings(nvml, SECONDS);
      for (int counter : counters) {
        compare(nvml, counter, readings);
      }
    }
  }

  /** The vendor's own tool, over 30 s: its mean power of each device against our counter. */
  @Test
  void theCounterAgreesWithNvidiaSmi() throws Exception {
    try (Instrument nvml = open()) {
      Process smi;
      try {
        smi =
            new ProcessBuilder(
                    "nvidia-smi",
                    "--query-gpu=index,power.draw",
                    "--format=csv,noheader,nounits",
                    "-lms",
                    "100")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
      } catch (IOException e) {
        abort("nvidia-smi cannot be started here: " + e.getMessage());
        return;
      }
      CompletableFuture<Map<String, DoubleSummaryStatistics>> watts =
          CompletableFuture.supplyAsync(() -> smiWatts(smi));
      List<Readings> readings = readings(nvml, SMI_SECONDS);
      smi.destroy();
      Map<String, DoubleSummaryStatistics> seen = watts.get(30, TimeUnit.SECONDS);
      int compared = 0;
      for (int i = 0; i < nvml.channels().size(); i++) {
        if (nvml.channels().get(i) instanceof Channel.EnergyCounter counter) {
          String id = counter.domain().id();
          assertThat(seen).as("devices of nvidia-smi").containsKey(id);
          DoubleSummaryStatistics own = Objects.requireNonNull(seen.get(id));
          double seconds = (readings.getLast().nanos() - readings.getFirst().nanos()) * 1e-9;
          double mean = counted(counter, i, readings) / seconds;
          System.out.printf(
              Locale.ROOT,
              "%s: counter %.1f W, nvidia-smi %.1f W in %d readings%n",
              counter.domain().id(),
              mean,
              own.getAverage(),
              own.getCount());
          assertThat(mean)
              .as("power of %s, W", counter.domain().id())
              .isBetween(own.getAverage() * (1 - MAX_APART), own.getAverage() * (1 + MAX_APART));
          compared++;
        }
      }
      assertThat(compared).as("devices with a counter").isPositive();
    }
  }

  /** Power by device, under the name that our domains have. */
  private static Map<String, DoubleSummaryStatistics> smiWatts(Process smi) {
    Map<String, DoubleSummaryStatistics> watts = new TreeMap<>();
    try (BufferedReader lines = smi.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split(",", -1);
        if (fields.length == 2 && fields[1].strip().matches("[0-9.]+")) {
          watts
              .computeIfAbsent("gpu-" + fields[0].strip(), _ -> new DoubleSummaryStatistics())
              .accept(Double.parseDouble(fields[1].strip()));
        }
      }
    } catch (IOException e) {
      // Ended by us in the middle of a line: what was read counts.
      return watts;
    }
    return watts;
  }

  private static List<Readings> readings(Instrument nvml, double duration)
      throws InterruptedException {
    List<Readings> readings = new ArrayList<>();
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < duration * 1e9) {
      Readings now = new Readings(nvml.channels(), System.nanoTime());
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
    double counted = counted(energy, counter, readings);
    System.out.printf(
        Locale.ROOT,
        "%s: counter %.1f J, integrated power %.1f J, %d readings%n",
        energy.domain().id(),
        counted,
        integrated,
        readings.size());
    assertThat(counted)
        .as("energy of %s, J", energy.domain().id())
        .isBetween(integrated * (1 - MAX_APART), integrated * (1 + MAX_APART));
  }

  /** Energy between the first reading and the last, J. */
  private static double counted(
      Channel.EnergyCounter energy, int channel, List<Readings> readings) {
    return (readings.getLast().value(channel) - readings.getFirst().value(channel))
        * energy.joulesPerCount();
  }
}
