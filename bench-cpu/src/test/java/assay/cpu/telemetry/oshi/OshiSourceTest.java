package assay.cpu.telemetry.oshi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.core.availability.Availability;
import assay.core.host.HostRoot;
import assay.core.telemetry.Facts;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource.Context;
import assay.core.telemetry.TelemetrySource.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** This machine through OSHI against what the kernel itself says before and after. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OshiSourceTest {
  private static final Path STAT = Path.of("/proc/stat");

  /** The kernel rounds each of five times to a tick of 10 ms or less. */
  private static final double TICKS = 0.05;

  private Instrument instrument = opened(HostRoot.machine()).instrument();

  private static Opened opened(HostRoot root) {
    Availability<Opened> opening = new OshiSource().open(new Context(root, Optional.empty()));
    assertThat(opening).isInstanceOf(Availability.Available.class);
    return opening.toOptional().orElseThrow();
  }

  @BeforeAll
  static void linux() {
    assumeTrue(Files.isReadable(STAT), "there is no /proc/stat to compare with");
  }

  @AfterAll
  void close() {
    instrument.close();
  }

  private Readings read() {
    Readings readings = new Readings(instrument.channels(), System.nanoTime());
    instrument.read(readings);
    return readings;
  }

  private int channel(String id) {
    return instrument.channels().stream().map(c -> c.id()).toList().indexOf(id);
  }

  private double value(String id) {
    Readings readings = read();
    for (int i = 0; i < 100 && readings.reason(channel(id)) != null; i++) {
      pause();
      readings = read();
    }
    return readings.value(channel(id));
  }

  /** What costs much on a busy machine is not read each time. */
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Busy seconds of a line of /proc/stat: user, nice, system, irq and softirq over 100 a second.
   */
  private static double busy(String line) throws IOException {
    String[] fields =
        Files.readAllLines(STAT).stream()
            .filter(l -> l.startsWith(line + " "))
            .findFirst()
            .orElseThrow()
            .split(" +", -1);
    double ticks = 0;
    for (int i : new int[] {1, 2, 3, 6, 7}) {
      ticks += Double.parseDouble(fields[i]);
    }
    return ticks / 100;
  }

  @Test
  void busyTimeIsTheKernels() throws IOException {
    double before = busy("cpu0");
    double read = value("cpu-0.busy");
    assertThat(read).isBetween(before - TICKS, busy("cpu0") + TICKS);
    before = busy("cpu");
    read = value("cpu.busy");
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(read).isBetween(before - processors * TICKS, busy("cpu") + processors * TICKS);
  }

  /** OSHI keeps values for 300 ms unless told otherwise; then these two would be equal. */
  @Test
  void aReadingIsNotOlderThanItSays() throws IOException {
    double first = value("cpu.busy");
    double before = busy("cpu");
    while (busy("cpu") < before + 0.1) {
      Thread.onSpinWait();
    }
    assertThat(value("cpu.busy")).isGreaterThan(first);
  }

  @Test
  void nothingIsSaidToBeRepeated() {
    assertThat(opened(HostRoot.machine()).gaps())
        .noneMatch(gap -> gap.what().equals("age of values"));
  }

  @Test
  void memoryIsTheKernels() throws IOException {
    String total =
        Files.readAllLines(Path.of("/proc/meminfo")).stream()
            .filter(l -> l.startsWith("MemTotal:"))
            .findFirst()
            .orElseThrow();
    double bytes = Double.parseDouble(total.replaceAll("[^0-9]", "")) * 1024;
    Readings readings = read();
    double sum =
        readings.value(channel("memory.available")) + readings.value(channel("memory.used"));
    assertThat(sum).isEqualTo(bytes);
  }

  @Test
  void aProcessIsFollowedUntilItEnds() throws IOException, InterruptedException {
    Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      instrument.follow(busy.pid());
      Duration before = busy.info().totalCpuDuration().orElseThrow();
      double seconds = value("process.cpu");
      Duration after = busy.info().totalCpuDuration().orElseThrow();
      assertThat(seconds).isBetween(before.toNanos() / 1e9 - TICKS, after.toNanos() / 1e9 + TICKS);
      double later = value("process.cpu");
      for (int i = 0; i < 600 && later < seconds + 0.1; i++) {
        pause();
        later = value("process.cpu");
      }
      assertThat(later).as("it goes on").isGreaterThanOrEqualTo(seconds + 0.1);
      long pages =
          Long.parseLong(
              Files.readString(Path.of("/proc/" + busy.pid() + "/statm")).split(" ", -1)[1]);
      assertThat(value("process.memory")).isBetween(pages * 2048.0, pages * 65536.0);
    } finally {
      busy.destroyForcibly();
    }
    assertThat(busy.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String reason = "";
    for (int i = 0; i < 100 && !reason.contains("ended"); i++) {
      pause();
      reason = String.valueOf(read().reason(channel("process.cpu")));
    }
    assertThat(reason).isEqualTo("process " + busy.pid() + " has ended");
  }

  @Test
  void noValueIsASignForNone() {
    Readings readings = read();
    for (int i = 0; i < readings.size(); i++) {
      if (readings.reason(i) == null) {
        assertThat(readings.value(i)).as(instrument.channels().get(i).id()).isNotNegative();
      }
    }
    for (String id : List.of("cpu.temperature", "cpu.voltage", "cpu.frequency.mean")) {
      if (readings.reason(channel(id)) == null) {
        assertThat(readings.value(channel(id))).as(id).isPositive();
      }
    }
  }

  @Test
  void factsAreTheKernelsAndNameNobody() throws IOException {
    Facts facts = instrument.facts();
    String info = Files.readString(Path.of("/proc/cpuinfo"));
    assertThat(facts.settings())
        .containsEntry(
            "cpu.processors", Integer.toString(info.split("(?m)^processor\\s", -1).length - 1));
    if (info.contains("model name")) {
      assertThat(info).contains(": " + facts.identity().get("cpu.name"));
    }
    assertThat(facts.unavailable().values()).allSatisfy(r -> assertThat(r).isNotBlank());
    assertThat(facts.identity().keySet()).doesNotContainAnyElementsOf(facts.unavailable().keySet());
    assertThat(facts.toString().toLowerCase(Locale.ROOT))
        .doesNotContain("serial", "uuid", "=unknown", "=-1");
  }

  @Test
  void aStandInForAnotherMachineGetsNoFactsOfThisOne(@TempDir Path folder) {
    Opened opened = opened(new HostRoot(folder));
    assertThat(opened.gives()).contains("this machine, not of " + folder);
    assertThat(opened.instrument().facts()).isEqualTo(Facts.none());
    opened.instrument().close();
  }
}
