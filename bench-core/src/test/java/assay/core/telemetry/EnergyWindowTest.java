package assay.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EnergyWindowTest {
  private static final Domain PACKAGE = Domain.host("package-0", Domain.Kind.PACKAGE);

  /** Wraps after 1,000 J; 100 W at most: 10 s for the whole range. */
  private static final Channel.EnergyCounter COUNTER = counter(1e-3, 1_000_000, 0.01, 100);

  private static Channel.EnergyCounter counter(
      double joules, double wrapsAfter, double update, double most) {
    return new Channel.EnergyCounter(
        "c", PACKAGE, joules, wrapsAfter, update, most, Calibration.stated(1));
  }

  /** Readings at the given seconds. */
  private static List<Point> points(double... secondsAndCounts) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < secondsAndCounts.length; i += 2) {
      long nanos = Math.round(secondsAndCounts[i] * 1e9);
      double count = secondsAndCounts[i + 1];
      points.add(Double.isNaN(count) ? Point.missing(nanos, "gone") : Point.of(nanos, count));
    }
    return points;
  }

  private static WindowEnergy joules(Channel.EnergyCounter counter, double... points) {
    Availability<WindowEnergy> energy = EnergyWindow.of(counter, points(points));
    assertThat(energy).isInstanceOf(Available.class);
    return energy.toOptional().orElseThrow();
  }

  private static String refusal(Channel.EnergyCounter counter, double... points) {
    Availability<WindowEnergy> energy = EnergyWindow.of(counter, points(points));
    assertThat(energy).isInstanceOf(Unavailable.class);
    return ((Unavailable<WindowEnergy>) energy).reason();
  }

  @Test
  void differenceOfTheEdgesInJoules() {
    WindowEnergy energy = joules(COUNTER, 5, 100_000, 6, 150_000, 7, 200_000);
    assertThat(energy.joules()).isEqualTo(100, within(1e-9));
    assertThat(energy.seconds()).isEqualTo(2);
    assertThat(energy.watts()).isEqualTo(50, within(1e-9));
    // 50 W: u = 50 W · 10 ms / √6 = 0.204 J and a count of 1 mJ; no scatter; calibration 1 %/√3.
    assertThat(energy.windowPercent()).isEqualTo(50 * 0.01 / Math.sqrt(6), within(1e-6));
    double expanded = 2 * Math.sqrt(1 / 3.0 + 0.25e-4 / 6 * 1e4);
    assertThat(energy.expandedPercent()).isEqualTo(expanded, within(1e-5));
    assertThat(energy.note()).isNull();
  }

  @Test
  void aWrapAddsTheRange() {
    assertThat(joules(COUNTER, 0, 950_000, 1, 980_000, 2, 10_000, 3, 40_000).joules())
        .isEqualTo(90, within(1e-9));
  }

  /** Any sequence of possible energies, wrapped, comes out as their sum. */
  @Test
  void wrappingAndUnwrappingCancel() {
    for (int seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double range = random.nextLong(200_000, 1L << 32);
      double most = random.nextDouble(10, 1_000);
      Channel.EnergyCounter counter = counter(15.3e-6, range, 0.001, most);
      double wrapSeconds = range * 15.3e-6 / most;
      double counts = Math.floor(random.nextDouble(range));
      double start = counts;
      List<Point> points = new ArrayList<>(List.of(Point.of(0, counts)));
      double now = 0;
      for (int i = 0; i < 200 || now < 0.2; i++) {
        double gap = (wrapSeconds - 0.003) * random.nextDouble(0.05, 0.9);
        now += gap;
        counts += Math.floor(gap * most * random.nextDouble(0.05, 1) / 15.3e-6);
        points.add(Point.of(Math.round(now * 1e9), counts % range));
      }
      double expected = (counts - start) * 15.3e-6;
      assertThat(EnergyWindow.of(counter, points).toOptional())
          .as("seed %d", seed)
          .hasValueSatisfying(
              e -> assertThat(e.joules()).isEqualTo(expected, within(expected * 1e-12)));
    }
  }

  @Test
  void aJumpBackIsNoWrap() {
    assertThat(refusal(COUNTER, 0, 500_000, 1, 550_000, 2, 0, 3, 50_000))
        .isEqualTo(
            "the counter jumped back from 550000 to 0 within 1 s, which is impossible at up to"
                + " 100 W");
  }

  @Test
  void aCounterWithoutRangeNeverWraps() {
    Channel.EnergyCounter endless = counter(1e-3, Double.POSITIVE_INFINITY, 0.01, 100);
    assertThat(refusal(endless, 0, 500, 1, 499)).startsWith("the counter jumped back");
    assertThat(joules(endless, 0, 0, 1000, 5e6, 2000, 9e6).joules()).isEqualTo(9e3, within(1e-6));
  }

  @Test
  void moreThanTheDeviceDrawsIsNoEnergy() {
    assertThat(refusal(COUNTER, 0, 0, 1, 50_000, 2, 152_100))
        .contains("jumped from 50000 to 152100");
    // Two updates more than the second between the readings are possible: 102 J.
    assertThat(joules(COUNTER, 0, 0, 1, 50_000, 2, 152_000).joules()).isEqualTo(152, within(1e-9));
  }

  @Test
  void aLateUpdateIsNoJump() {
    // Seen standing still for 0.1 s, then all of its energy at once.
    assertThat(joules(COUNTER, 0, 0, 0.9, 45_000, 1, 45_000, 1.01, 50_500, 2, 99_000).joules())
        .isEqualTo(99, within(1e-9));
  }

  @Test
  void aWrapThatNobodySawIsRefused() {
    assertThat(refusal(COUNTER, 0, 0, 12, 100_000))
        .isEqualTo(
            "two readings were 12 s apart; at 100 W the counter wraps every 10 s, so a wrap could"
                + " have been missed");
    // A missing reading inside makes the same gap; without that danger it does no harm.
    assertThat(refusal(COUNTER, 0, 0, 6, Double.NaN, 12, 100_000)).contains("12 s apart");
    assertThat(joules(COUNTER, 0, 0, 3, Double.NaN, 6, 100_000).joules())
        .isEqualTo(100, within(1e-9));
  }

  @Test
  void aMissingEdgeIsRefusedWithItsReason() {
    assertThat(refusal(COUNTER, 0, Double.NaN, 2, 100))
        .isEqualTo("no reading at the window's start: gone");
    assertThat(refusal(COUNTER, 0, 100, 2, Double.NaN))
        .isEqualTo("no reading at the window's end: gone");
    assertThat(refusal(COUNTER, 0, 100)).contains("1 readings");
  }

  @Test
  void aShortWindowSaysHowLongItMustBe() {
    assertThat(EnergyWindow.minSeconds(COUNTER)).isEqualTo(1);
    assertThat(refusal(COUNTER, 0, 0, 0.95, 50_000)).contains("0.95 s").contains("needs 1 s");
    assertThat(joules(COUNTER, 0, 0, 1, 50_000).joules()).isEqualTo(50, within(1e-9));
    Channel.Power averaging = new Channel.Power("p", PACKAGE, 0.05, 1, null);
    assertThat(EnergyWindow.minSeconds(averaging)).isEqualTo(10);
    assertThatThrownBy(() -> EnergyWindow.minSeconds(new Channel.Gauge("clock", PACKAGE, "Hz")))
        .hasMessageContaining("clock");
  }

  @Test
  void aStandstillIsRefused() {
    double[] points = new double[42];
    for (int i = 0; i <= 20; i++) {
      points[2 * i] = 0.5 * i;
      points[2 * i + 1] = 30_000.0 * (i < 6 ? i : Math.max(6, i - 7));
    }
    assertThat(refusal(COUNTER, points)).isEqualTo("the counter stalled for 3.5 s");
  }

  @Test
  void aStandstillLongerThanTheRangeIsCalledThat() {
    assertThat(refusal(COUNTER, 0, 0, 1, 50_000, 5, 50_000, 10, 50_000, 13, 60_000))
        .startsWith("the counter stalled for 9 s; ");
  }

  @Test
  void fewLargeCountsAreNoStandstill() {
    // 36 J a count at 10 W: a count each 3.6 s.
    Channel.EnergyCounter battery = counter(36, Double.POSITIVE_INFINITY, 0.1, 100);
    List<Point> points = new ArrayList<>();
    for (int second = 0; second <= 60; second++) {
      points.add(Point.of(second * 1_000_000_000L, Math.floor(second / 3.6)));
    }
    Availability<WindowEnergy> energy = EnergyWindow.of(battery, points);
    assertThat(energy.toOptional())
        .hasValueSatisfying(e -> {
          assertThat(e.joules()).isEqualTo(16 * 36, within(1e-9));
          assertThat(Math.abs(e.joules() - 600))
              .isLessThanOrEqualTo(e.joules() * e.expandedPercent() / 100);
        });
  }

  @Test
  void aDomainThatReadsTheSameAllTheTimeNeverMoved() {
    assertThat(refusal(COUNTER, 0, 0, 1, 0, 2, 0))
        .startsWith("the counter never moved in 2 s: it read 0 every time");
    assertThat(refusal(COUNTER, 0, 77, 2, 77)).startsWith("the counter never moved");
    // Dead for longer than the range is still dead, not a wrap that was missed.
    assertThat(refusal(COUNTER, 0, 0, 60, 0)).startsWith("the counter never moved");
  }

  @Test
  void aReadingOutsideTheRangeIsRefused() {
    assertThat(refusal(COUNTER, 0, 0, 1, 1_000_000, 2, 20)).contains("1000000").contains("range");
    assertThat(refusal(COUNTER, 0, -5, 2, 20)).contains("-5");
  }

  @Test
  void aStandingEdgeWidensTheUncertainty() {
    double fresh = joules(COUNTER, 0, 0, 1, 50_000, 2, 100_000, 3, 150_000).windowPercent();
    double stale =
        joules(COUNTER, 0, 0, 1, 50_000, 2, 100_000, 2.8, 150_000, 3, 150_000).windowPercent();
    assertThat(stale).isGreaterThan(5 * fresh);
  }

  @Test
  void anUnstatedCalibrationIsSaid() {
    Channel.EnergyCounter counter =
        new Channel.EnergyCounter("c", PACKAGE, 1e-3, 1e6, 0.01, 100, null);
    WindowEnergy energy = joules(counter, 0, 0, 1, 50_000, 2, 100_000);
    assertThat(energy.expandedPercent()).isEqualTo(2 * energy.windowPercent());
    assertThat(energy.note()).contains("states no accuracy");
    assertThat(joules(COUNTER, 0, 0, 2, 100_000).note()).contains("no readings inside");
  }

  /** 5 %/√3 for a largest error of 5 %, beside which this window adds next to nothing. */
  @Test
  void anAccuracyFromTheLiteratureCountsAndNamesItsSource() {
    Calibration known = new Calibration(5, "Somebody, 2018");
    Channel.EnergyCounter counter =
        new Channel.EnergyCounter("c", PACKAGE, 1e-3, 1e9, 1e-6, 100, known);
    WindowEnergy energy = joules(counter, 0, 0, 1, 50_000, 2, 100_000);
    assertThat(energy.calibrationPercent()).isEqualTo(5.0);
    assertThat(energy.expandedPercent()).isEqualTo(10 / Math.sqrt(3), within(0.01));
    assertThat(energy.note())
        .isEqualTo("the vendor states no accuracy; ± 5 % is taken from Somebody, 2018");
    assertThat(joules(COUNTER, 0, 0, 1, 50_000, 2, 100_000).note())
        .as("a stated one needs no note")
        .isNull();
  }

  @Test
  void disorderIsTheCallersError() {
    assertThatThrownBy(() -> EnergyWindow.of(COUNTER, points(0, 0, 2, 100, 1, 50)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static final Channel.Power SENSOR =
      new Channel.Power("p", PACKAGE, 0.1, 0, Calibration.stated(2));

  private static List<Point> ramp(double from, double perSecond, double seconds) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i <= Math.round(seconds * 10); i++) {
      points.add(Point.of(i * 100_000_000L, from + perSecond * i / 10));
    }
    return points;
  }

  @Test
  void powerIsIntegrated() {
    // The readings of a ramp of 10 W/s that are half an update late: 100 … 200 W become 0.5 more.
    assertThat(EnergyWindow.of(SENSOR, ramp(100, 10, 10)).toOptional())
        .hasValueSatisfying(e -> {
          assertThat(e.joules()).isEqualTo(1500 + 0.05 * 100, within(1e-9));
          assertThat(e.calibrationPercent()).isEqualTo(2.0);
        });
    // 100 W · 0.1 s / √6 of 1,000 J.
    assertThat(EnergyWindow.of(SENSOR, ramp(100, 0, 10)).toOptional())
        .hasValueSatisfying(
            e -> assertThat(e.windowPercent()).isEqualTo(1 / Math.sqrt(6), within(1e-9)));
  }

  @Test
  void missingPowerIsBridgedUpToATenth() {
    List<Point> points = ramp(100, 0, 10);
    for (int i = 40; i < 48; i++) {
      points.set(i, Point.missing(points.get(i).nanos(), "timed out"));
    }
    assertThat(EnergyWindow.of(SENSOR, points).toOptional())
        .hasValueSatisfying(e -> assertThat(e.joules()).isEqualTo(1000, within(1e-9)));
    for (int i = 60; i < 64; i++) {
      points.set(i, Point.missing(points.get(i).nanos(), "driver gone"));
    }
    assertThat(EnergyWindow.of(SENSOR, points))
        .isEqualTo(new Unavailable<>("no power for 1.4 s of 10 s: driver gone"));
  }

  @Test
  void tooFewReadingsAndNoPowerAreRefused() {
    assertThat(EnergyWindow.of(SENSOR, points(0, 100, 5, 100, 10, 100)))
        .isEqualTo(
            new Unavailable<>(
                "the sensor was read 3 times in 10 s; its integral needs 11 readings"));
    assertThat(EnergyWindow.of(SENSOR, ramp(0, 0, 10)))
        .isInstanceOfSatisfying(
            Unavailable.class, r -> assertThat(r.reason()).endsWith("0 J: no power"));
  }

  /** As NVML's counter of a board whose limit is unknown. */
  @Test
  void aCounterWithoutRangeAndLimitIsRead() {
    Channel.EnergyCounter open =
        counter(1e-3, Double.POSITIVE_INFINITY, 0.01, Double.POSITIVE_INFINITY);
    assertThat(joules(open, 5, 100_000, 6, 150_000, 7, 200_000).joules())
        .isEqualTo(100, within(1e-9));
    assertThat(refusal(open, 5, 100_000, 6, 150_000, 7, 10))
        .contains("jumped back from 150000 to 10")
        .contains("it was reset");
  }
}
