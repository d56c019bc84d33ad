package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability;
import assay.core.host.HostRoot;
import assay.core.telemetry.Calibration;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource.Context;
import assay.core.telemetry.TelemetrySource.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A logger's file, with time that a test lets pass. */
class FileMeterTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path folder;
  private final TestClock time = new TestClock();
  private Path file = Path.of("");
  private Instrument instrument = none();

  private static Instrument none() {
    return new Instrument() {
      @Override
      public java.util.List<Channel> channels() {
        return java.util.List.of();
      }

      @Override
      public void read(Readings into) {}

      @Override
      public void close() {}
    };
  }

  @BeforeEach
  void header() throws IOException {
    file = folder.resolve("meter.csv");
    Files.writeString(file, "timestamp,watts\n");
  }

  @AfterEach
  void close() {
    instrument.close();
  }

  private Availability<Opened> open(String settings) {
    WallMeterSource source = new WallMeterSource(time.clock(), Duration.ofMillis(60));
    return source.open(new Context(HostRoot.machine(), Optional.of("csv:" + file + settings)));
  }

  /** The instrument over a meter that has read 100 W each second up to now. */
  private Opened opened(String settings) throws IOException {
    for (int i = 0; i < 4; i++) {
      time.pass(SECOND);
      log(100);
    }
    Availability<Opened> opening = open(settings);
    assertThat(opening).isInstanceOf(Availability.Available.class);
    Opened opened = opening.toOptional().orElseThrow();
    instrument = opened.instrument();
    return opened;
  }

  private void log(double watts) throws IOException {
    append(time.wall() + "," + watts + "\n");
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
  }

  private Readings read() {
    Readings readings = new Readings(instrument.channels(), time.nanos());
    instrument.read(readings);
    return readings;
  }

  private String reason() {
    Readings readings = read();
    assertThat(readings.reason(0)).isNotNull();
    return String.valueOf(readings.reason(0));
  }

  @Test
  void aReadingCarriesTheMetersTime() throws IOException {
    opened("");
    time.pass(SECOND);
    log(120.5);
    long taken = time.nanos();
    time.pass(Duration.ofMillis(700));
    Readings readings = read();
    assertThat(readings.value(0)).isEqualTo(120.5);
    assertThat(readings.nanos())
        .as("the file was read 0.7 s after the meter's stamp")
        .isEqualTo(taken);
    time.pass(SECOND);
    assertThat(read().nanos()).as("the same reading again").isEqualTo(taken);
  }

  @Test
  void aReadingKeepsItsTimeWhenTheTimeOfDayIsSet() throws IOException {
    opened("");
    Readings before = read();
    time.stepWall(Duration.ofHours(-1));
    assertThat(read().nanos()).isEqualTo(before.nanos());
  }

  @Test
  void thePeriodComesFromTheLinesAndTheRestFromTheSettings() throws IOException {
    Opened opened = opened(",averaged=2s,accuracy=0.5%");
    assertThat(opened.gaps()).isEmpty();
    Channel.Power power = (Channel.Power) instrument.channels().getFirst();
    assertThat(power)
        .isEqualTo(
            new Channel.Power(
                "wall.power",
                Domain.host("wall", Domain.Kind.WALL),
                1.0,
                2.0,
                Calibration.stated(0.5)));
    assertThat(instrument.metersEnergy()).isTrue();
  }

  @Test
  void aPauseOfTheLoggerDoesNotStretchThePeriod() throws IOException {
    log(90);
    time.pass(Duration.ofHours(9));
    opened("");
    assertThat(((Channel.Power) instrument.channels().getFirst()).updateSeconds())
        .isCloseTo(1.0, within(1e-9));
  }

  @Test
  void aStatedPeriodCountsAndAMissingAccuracyIsSaid() throws IOException {
    Opened opened = opened(",period=250ms");
    Channel.Power power = (Channel.Power) instrument.channels().getFirst();
    assertThat(power.updateSeconds()).isEqualTo(0.25);
    assertThat(power.calibration()).isNull();
    assertThat(opened.gaps())
        .singleElement()
        .satisfies(g -> {
          assertThat(g.what()).contains("accuracy");
          assertThat(g.remedy().text()).contains("accuracy=");
        });
  }

  @Test
  void anOldReadingIsNoReading() throws IOException {
    opened("");
    time.pass(Duration.ofSeconds(5));
    assertThat(read().reason(0)).isNull();
    time.pass(Duration.ofSeconds(2));
    assertThat(reason()).isEqualTo("the meter has been silent for 7.0 s");
    log(80);
    assertThat(read().value(0)).as("back again").isEqualTo(80);
  }

  @Test
  void aSlowMeterIsGivenThreePeriods() throws IOException {
    opened(",period=4s");
    time.pass(Duration.ofSeconds(12));
    assertThat(read().reason(0)).isNull();
    time.pass(SECOND);
    assertThat(reason()).contains("silent for 13.0 s");
  }

  @Test
  void whatCannotBeReadIsShownOnceTheMeterIsSilent() throws IOException {
    opened("");
    append("error: over range\n");
    assertThat(read().value(0)).as("the last reading is still fresh").isEqualTo(100);
    time.pass(Duration.ofSeconds(6));
    assertThat(reason()).contains("silent for 6.0 s").contains("error: over range");
  }

  @Test
  void aMeterWhoseClockIsWrongIsNotCalledSilent() throws IOException {
    opened("");
    time.stepWall(Duration.ofMinutes(-10));
    log(100);
    time.stepWall(Duration.ofMinutes(10));
    assertThat(reason()).contains("stamped 600.0 s ago").contains("set the meter's clock");
    time.stepWall(Duration.ofMinutes(10));
    log(100);
    time.stepWall(Duration.ofMinutes(-10));
    assertThat(reason()).contains("600.00 s ahead");
  }

  /** Read later, a reading from the future looks as if it were from now. */
  @Test
  void aReadingFromTheFutureIsRefusedHoweverLateItIsRead() throws IOException {
    opened("");
    time.pass(SECOND);
    append(time.wall().plusMillis(900) + ",100\n");
    assertThat(reason()).contains("at least 0.90 s ahead of this machine's");
    time.pass(SECOND);
    assertThat(reason()).contains("0.90 s ahead");
    append(time.wall().plusMillis(50) + ",101\n");
    assertThat(read().value(0)).as("clocks are never exactly alike").isEqualTo(101);
  }

  @Test
  void aMeterWhoseClockIsAheadIsRefusedAtTheStart() throws IOException {
    for (int i = 0; i < 4; i++) {
      time.pass(SECOND);
      append(time.wall().plusMillis(900) + ",100\n");
    }
    assertUnavailable(open(""), "0.90 s ahead", "logger");
  }

  @Test
  void timeDoesNotGoBack() throws IOException {
    opened("");
    read();
    append(time.wall().minusMillis(1500) + ",100\n");
    assertThat(reason()).contains("clock went backwards by 1.500 s");
    time.pass(SECOND);
    log(101);
    assertThat(read().value(0)).isEqualTo(101);
  }

  @Test
  void halfALineWaitsForItsRest() throws IOException {
    opened("");
    time.pass(SECOND);
    append(time.wall() + ",12");
    assertThat(read().value(0)).as("12 would be a wrong figure").isEqualTo(100);
    append("3.5\n");
    assertThat(read().value(0)).isEqualTo(123.5);
  }

  @Test
  void aFileCutShortIsReadFromItsStart() throws IOException {
    opened("");
    append(time.wall() + ",5");
    read();
    time.pass(SECOND);
    Files.writeString(file, time.wall() + ",77\n");
    assertThat(read().value(0)).isEqualTo(77);
  }

  @Test
  void aReplacedFileIsReadToItsEndAndThenTheNewOne() throws IOException {
    opened("");
    time.pass(SECOND);
    log(110);
    Files.move(file, folder.resolve("meter.csv.1"));
    assertThat(read().value(0)).as("the last line of the old file").isEqualTo(110);
    time.pass(SECOND);
    log(111);
    assertThat(read().value(0)).isEqualTo(111);
    Path next = Files.writeString(folder.resolve("next"), time.wall() + ",112\n");
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(read().value(0)).isEqualTo(112);
  }

  @Test
  void aFileThatIsGoneIsSaid() throws IOException {
    opened("");
    Files.delete(file);
    time.pass(Duration.ofSeconds(8));
    assertThat(reason()).contains("silent for 8.0 s").contains("is gone");
    log(99);
    assertThat(read().value(0)).isEqualTo(99);
  }

  /** The second half of a line, where the tail begins, could pass for a line of its own. */
  @Test
  void aTailThatBeginsInsideALineIsNotMisread() throws IOException {
    String half = time.wall().getEpochSecond() + ",55\n";
    Files.writeString(file, "9" + half + "\n".repeat(FileTail.TAIL - half.length()));
    assertUnavailable(open(",period=1s"), "has not sent a reading", "logger");
    opened("");
    assertThat(read().value(0)).isEqualTo(100);
  }

  @Test
  void aLoggerThatDoesNotRunIsUnavailable() throws IOException {
    for (int i = 0; i < 4; i++) {
      time.pass(SECOND);
      log(100);
    }
    time.pass(Duration.ofHours(3));
    assertUnavailable(open(""), "silent for 10800.0 s", "logger");
  }

  @Test
  void whatIsNoMeterIsUnavailableWithTheReason() throws IOException {
    assertUnavailable(open(""), "has not sent a reading", "timestamp,watts");
    log(100);
    assertUnavailable(open(""), "too few readings", ",period=1s");
    append("garbage\n");
    Files.delete(file);
    assertUnavailable(open(""), "there is no file", "logger");
    Files.createDirectory(file);
    assertUnavailable(open(""), "not a regular file", "logger");
    assertUnavailable(open(",period=soon"), "period=soon", "csv:/");
  }

  @Test
  void withoutAMeterItSaysHowToNameOne() {
    assertUnavailable(
        new WallMeterSource().open(new Context(HostRoot.machine(), Optional.empty())),
        "no external meter was given",
        "csv:/");
  }

  private static void assertUnavailable(
      Availability<Opened> opening, String reason, String remedy) {
    assertThat(opening).isInstanceOf(Availability.Unavailable.class);
    Availability.Unavailable<Opened> unavailable = (Availability.Unavailable<Opened>) opening;
    assertThat(unavailable.reason()).contains(reason);
    assertThat(unavailable.toText()).contains(remedy);
  }
}
