package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.host.HostRoot;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource.Context;
import assay.core.telemetry.TelemetrySource.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real commands. They wait for files that the tests write, not for a time. */
@Timeout(120)
class CommandMeterTest {
  private static final String READINGS =
      "for w in 41 42 43; do echo $(date +%s.%N),$w; sleep 0.05; done; ";

  @TempDir private Path folder;

  private static Availability<Opened> open(String command) {
    WallMeterSource source = new WallMeterSource(MeterClock.system(), Duration.ofSeconds(20));
    return source.open(new Context(HostRoot.machine(), Optional.of("cmd:" + command)));
  }

  private static Instrument opened(String command) {
    Availability<Opened> opening = open(command);
    assertThat(opening).isInstanceOf(Availability.Available.class);
    return opening.toOptional().orElseThrow().instrument();
  }

  private static String unavailable(String command) {
    Availability<Opened> opening = open(command);
    assertThat(opening).isInstanceOf(Availability.Unavailable.class);
    return ((Availability.Unavailable<Opened>) opening).reason();
  }

  private static Readings read(Instrument instrument) {
    Readings readings = new Readings(instrument.channels(), System.nanoTime());
    instrument.read(readings);
    return readings;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void itsLinesAreReadings() {
    long before = System.nanoTime();
    try (Instrument meter = opened(READINGS + "sleep 600")) {
      Readings readings = read(meter);
      assertThat(readings.value(0)).isEqualTo(43);
      assertThat(readings.nanos()).isBetween(before, System.nanoTime());
    }
  }

  @Test
  void closingEndsTheCommandAndItsChildren() throws IOException, InterruptedException {
    Path child = folder.resolve("child");
    Path shell = folder.resolve("shell");
    String command =
        "echo $$ > " + shell + "; sleep 600 & echo $! > " + child + "; " + READINGS + "wait";
    Instrument meter = opened(command);
    ProcessHandle sleeping = handle(child);
    ProcessHandle parent = handle(shell);
    assertThat(sleeping.isAlive()).isTrue();
    meter.close();
    await(() -> !parent.isAlive() && !sleeping.isAlive());
  }

  private static ProcessHandle handle(Path file) throws IOException {
    return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
  }

  /** A command that does not end when asked is made to. */
  @Test
  void closingEndsACommandThatIgnoresIt() throws IOException, InterruptedException {
    Path shell = folder.resolve("shell");
    Instrument meter =
        opened("trap '' TERM; echo $$ > " + shell + "; " + READINGS + "while :; do sleep 1; done");
    ProcessHandle stubborn = handle(shell);
    meter.close();
    await(() -> !stubborn.isAlive());
  }

  @Test
  void aCommandThatEndsLaterIsMissingWithItsExitCode() throws IOException, InterruptedException {
    Path go = folder.resolve("go");
    TestClock later = new TestClock();
    MeterLog log = new MeterLog(later.clock());
    String line = "echo " + later.wall() + ",50; ";
    String command =
        line + "until [ -e " + go + " ]; do sleep 0.02; done; echo bad cable >&2; exit 3";
    try (CommandFeed feed = new CommandFeed(command, log)) {
      await(() -> log.newest(1) instanceof Availability.Available<MeterLog.Timed>);
      assertThat(feed.trouble()).isNull();
      Files.createFile(go);
      await(() -> feed.trouble() != null);
      later.pass(Duration.ofSeconds(9));
      Availability<MeterLog.Timed> answer = log.newest(Duration.ofSeconds(5).toNanos());
      assertThat(answer).isInstanceOf(Availability.Unavailable.class);
      assertThat(
              WallMeterInstrument.withTrouble(
                  ((Availability.Unavailable<MeterLog.Timed>) answer).reason(), feed))
          .isEqualTo(
              "the meter has been silent for 9.0 s; the command ended with exit code 3: bad cable");
    }
  }

  @Test
  void whatIsNoMeterIsUnavailableWithTheReason() {
    assertThat(unavailable("no-such-meter-program --now"))
        .contains("exit code 127")
        .contains("no-such-meter-program");
    assertThat(unavailable("echo it is cold; exit 1"))
        .contains("it is cold")
        .contains("exit code 1");
    assertThat(unavailable("echo " + Instant.now() + ",50"))
        .as("one reading and an end is no meter")
        .contains("exit code 0");
    assertThat(unavailable("exec >&-; exec sleep 600")).contains("closed its output");
  }

  @Test
  void aCommandThatPrintsWithoutEndAndNeverAReadingIsEnded() {
    assertThat(unavailable("yes")).contains("was killed").contains("1000 lines");
  }
}
