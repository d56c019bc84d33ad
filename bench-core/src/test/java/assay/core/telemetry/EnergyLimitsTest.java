package assay.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where an energy just counts, and where it just does not. */
class EnergyLimitsTest {
  private static final Domain PACKAGE = Domain.host("package-0", Domain.Kind.PACKAGE);

  /** Wraps after 1,000 J; 100 W at most; updates of 10 ms. */
  private static final Channel.EnergyCounter COUNTER =
      new Channel.EnergyCounter("c", PACKAGE, 1e-3, 1e6, 0.01, 100, Calibration.stated(1));

  private static final Channel.Power SENSOR =
      new Channel.Power("p", PACKAGE, 0.1, 0, Calibration.stated(2));

  private static Available<WindowEnergy> energy(
      double joules, double seconds, @Nullable String note) {
    return new Available<>(new WindowEnergy(joules, seconds, null, 0, note));
  }

  private static Availability<WindowEnergy> counted(double seconds, double counts) {
    return EnergyWindow.of(
        COUNTER, List.of(Point.of(0, 0), Point.of(Math.round(seconds * 1e9), counts)));
  }

  /** At 100 W the counter passes through its 1,000 J in 10 s, of which two updates are 20 ms. */
  @Test
  void aGapInWhichTheCounterCouldWrapIsTooLong() {
    assertThat(counted(9.97, 500_000)).isInstanceOf(Available.class);
    assertThat(counted(9.98, 500_000)).isInstanceOf(Unavailable.class);
  }

  /** Readings of 100 W each second, without those in between. */
  private static List<Point> seconds(int... missing) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i <= 10; i++) {
      points.add(Point.of(i * 1_000_000_000L, 100));
    }
    for (int i : missing) {
      points.set(i, Point.missing(i * 1_000_000_000L, "gone"));
    }
    return points;
  }

  @Test
  void elevenReadingsMakeAnIntegral() {
    assertThat(EnergyWindow.of(SENSOR, seconds())).isInstanceOf(Available.class);
    assertThat(EnergyWindow.of(SENSOR, seconds(5)))
        .isEqualTo(
            new Unavailable<>(
                "the sensor was read 10 times in 10 s; its integral needs 11 readings"));
  }

  /** A reading each 0.1 s of 10 s; the gap from 4 s to 5 s is a tenth, to 5.1 s more. */
  @Test
  void aTenthMayBeMissing() {
    for (int last : new int[] {49, 50}) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i <= 100; i++) {
        long nanos = i * 100_000_000L;
        points.add(i > 40 && i <= last ? Point.missing(nanos, "gone") : Point.of(nanos, 100));
      }
      assertThat(EnergyWindow.of(SENSOR, points) instanceof Available).isEqualTo(last == 49);
    }
  }

  @Test
  void twoReadingsMayHaveTheSameTime() {
    List<Point> points = new ArrayList<>(seconds());
    points.add(3, points.get(3));
    assertThat(EnergyWindow.of(SENSOR, points)).isInstanceOf(Available.class);
  }

  /** Windows of 200 s and 202 s are the same within 1 %; energies 5 % apart agree. */
  @Test
  void twoSensorsMayBeApartByOneAndByFivePercent() {
    assertThat(CrossCheck.of(energy(100, 200, null), energy(100, 202, null)))
        .isInstanceOf(CrossCheck.Compared.class);
    assertThat(CrossCheck.of(energy(100, 200, null), energy(100, 202.1, null)))
        .isInstanceOf(CrossCheck.NotCompared.class);
    assertThat(CrossCheck.of(energy(102.5, 10, null), energy(97.5, 10, null)))
        .isInstanceOfSatisfying(
            CrossCheck.Compared.class, verdict -> assertThat(verdict.agree()).isTrue());
    assertThat(CrossCheck.of(energy(102.6, 10, null), energy(97.5, 10, null)))
        .isInstanceOfSatisfying(
            CrossCheck.Compared.class, verdict -> assertThat(verdict.agree()).isFalse());
  }

  /** 180 J and 220 J: s² = 800 J², of which the mean of two has half; ± 2·10 % of 200 J. */
  @Test
  void twoForksScatter() {
    assertThat(
            EnergyUncertainty.combinedPercent(null, new double[] {180, 220}, new double[] {0, 0}))
        .isEqualTo(20, within(1e-9));
  }

  @Test
  void aBaselinesNoteIsKept() {
    assertThat(note(energy(100, 10, "first"), energy(100, 10, "second"))).isEqualTo("first");
    assertThat(note(energy(100, 10, null), energy(100, 10, "second"))).isEqualTo("second");
    assertThat(note(energy(100, 10, null), energy(100, 10, null))).isNull();
    assertThat(note(energy(100, 10, "first"), new Unavailable<>("gone")))
        .isEqualTo(
            "idle power after the measurement is unknown: gone, so its drift is unknown and not"
                + " included in the uncertainty; first");
    assertThat(note(new Unavailable<>("gone"), energy(100, 10, null)))
        .startsWith("idle power before the measurement is unknown: gone")
        .endsWith("uncertainty");
  }

  private static @Nullable String note(
      Availability<WindowEnergy> before, Availability<WindowEnergy> after) {
    return IdlePower.of(before, after).toOptional().orElseThrow().note();
  }

  @Test
  void aPackageIsTheHostsAndItsGraphicsArePartOfIt() {
    Domain graphics = Domain.within(PACKAGE, "package-0/uncore", Domain.Kind.UNCORE);
    Attribution host = new Attribution(Map.of(), List.of(graphics, PACKAGE));
    assertThat(host.of(PACKAGE)).isEqualTo(Share.PRIMARY);
    assertThat(host.of(graphics)).isEqualTo(Share.PART);
  }

  @Test
  void aCounterCountsAndASensorShowsWatts() {
    assertThat(COUNTER.unit()).isEqualTo("count");
    assertThat(SENSOR.unit()).isEqualTo("W");
  }

  @Test
  void anEnergyHasAWindowAndNothingBelowZero() {
    assertThat(new WindowEnergy(0, 1e-9, 0.0, 0, null).watts()).isZero();
    assertThat(new WindowEnergy(50, 10, null, 0, null).watts()).isEqualTo(5);
    double[][] wrong = {{-1, 1, 0, 0}, {1, 0, 0, 0}, {1, 1, -1, 0}, {1, 1, 0, -1}};
    for (double[] w : wrong) {
      assertThatThrownBy(() -> new WindowEnergy(w[0], w[1], w[2], w[3], null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("joules " + w[0] + ", seconds " + w[1])
          .hasMessageContaining("window % " + w[3] + ", calibration % " + w[2]);
    }
  }

  /**
   * 10 W ± 1 % and 14 W ± 3 % of windows, off by 2 and 4 %: half of √(0.1² + 0.42²) W, 4 % ÷ √3 of
   * 12 W, and a drift of 4 W between them.
   */
  @Test
  void bothBaselinesCountForTheIdlePower() {
    IdlePower idle =
        IdlePower.of(
                new Available<>(new WindowEnergy(100, 10, 2.0, 1, null)),
                new Available<>(new WindowEnergy(280, 20, 4.0, 3, null)))
            .toOptional()
            .orElseThrow();
    assertThat(idle.watts()).isEqualTo(12, within(1e-12));
    assertThat(idle.driftWatts()).isEqualTo(4, within(1e-12));
    double windows = (0.1 * 0.1 + 0.42 * 0.42) / 4;
    double calibration = 12 * 0.04 / Math.sqrt(3);
    double drift = 2 / Math.sqrt(3);
    assertThat(idle.plusMinusWatts())
        .isEqualTo(
            2 * Math.sqrt(windows + calibration * calibration + drift * drift), within(1e-9));
  }

  /** 1 % of 100 J and 3 % of 100 J, at k = 2: √(2² + 6²) = 6.3 % of the mean. */
  @Test
  void aCrossCheckNamesWhatIsAllowed() {
    Available<WindowEnergy> counter = new Available<>(new WindowEnergy(105, 10, null, 1, null));
    Available<WindowEnergy> sensor = new Available<>(new WindowEnergy(95, 10, null, 3, null));
    assertThat(CrossCheck.of(counter, sensor).text())
        .isEqualTo(
            "agree: counter 105 J, power sensor 95 J over 10 s, 10 % apart, allowed 6.07 % + 5 %");
    assertThat(CrossCheck.of(sensor, counter).text())
        .startsWith("agree: counter 95 J, power sensor 105 J over 10 s, 10 % apart");
    assertThat(CrossCheck.of(energy(100, 200, null), energy(100, 197.9, null)))
        .isInstanceOf(CrossCheck.NotCompared.class);
  }
}
