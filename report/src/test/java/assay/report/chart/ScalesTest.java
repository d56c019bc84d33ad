package assay.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.report.text.Format;
import assay.report.text.Language;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalesTest {
  private static final Format EN = Format.of(Language.EN);
  private static final Map<String, Integer> POWERS = new HashMap<>();

  static {
    String prefixes = "pnµm kMGTPE";
    for (int i = 0; i < prefixes.length(); i++) {
      POWERS.put(prefixes.substring(i, i + 1).strip(), 3 * (i - 4));
    }
  }

  /** What a reader takes a tick for: its number by the prefix at the tick or in the title. */
  private static double read(String label, String title, String unit) {
    String[] parts = label.split("\u00a0", -1);
    double number = Double.parseDouble(parts[0].replace("\u202f", "").replace('−', '-'));
    String symbol = parts.length > 1 ? parts[1] : title.replaceAll(".*\\((.*)\\)", "$1");
    String prefix =
        symbol.endsWith(unit) ? symbol.substring(0, symbol.length() - unit.length()) : symbol;
    return number * Math.pow(10, POWERS.getOrDefault(prefix, 0));
  }

  private static void check(Scale scale, String unit, double pixels, String what) {
    assertThat(scale.ticks()).as(what).isNotEmpty();
    Set<String> labels = new HashSet<>();
    double before = Double.NEGATIVE_INFINITY;
    for (Tick tick : scale.ticks()) {
      assertThat(tick.value()).as(what).isBetween(scale.low(), scale.high()).isGreaterThan(before);
      before = tick.value();
      if (!tick.label().isEmpty()) {
        assertThat(labels.add(tick.label())).as("%s: %s twice", what, tick.label()).isTrue();
        double read = read(tick.label(), scale.title(), unit);
        assertThat(read)
            .as("%s: %s, titled %s", what, tick.label(), scale.title())
            .isCloseTo(tick.value(), within(1e-9 * Math.abs(tick.value()) + 1e-300));
      }
    }
    List<Tick> labelled = scale.ticks().stream().filter(t -> !t.label().isEmpty()).toList();
    assertThat(new Scale(scale.logarithmic(), scale.low(), scale.high(), labelled, "").fits(pixels))
        .as("%s: labels apart", what)
        .isTrue();
  }

  @Test
  void ticksOfLinearAxesSayWhereTheyStand() {
    long seed = 20_261_122;
    SplittableRandom random = new SplittableRandom(seed);
    List<String> units = List.of("FLOP/s", "s", "W", "samples/s", "%", "EUR", "J");
    for (int i = 0; i < 2_000; i++) {
      String unit = units.get(random.nextInt(units.size()));
      double most = Math.pow(10, random.nextDouble(-2, 14));
      Quantity quantity = new Quantity("Q", unit);
      String what = "seed " + seed + ", case " + i + ": " + most + " " + unit;
      check(LinearScale.fromZero(quantity, most, 330, EN), unit, 330, what);
      double least = most * (1 - Math.pow(10, random.nextDouble(-3, 0)));
      check(LinearScale.around(quantity, least, most, 330, EN), unit, 330, what);
    }
  }

  @Test
  void ticksOfLogarithmicAxesSayWhereTheyStand() {
    long seed = 20_261_123;
    SplittableRandom random = new SplittableRandom(seed);
    List<String> units = List.of("FLOP/s", "s", "W", "samples/s", "FLOP/B");
    for (int i = 0; i < 2_000; i++) {
      String unit = units.get(random.nextInt(units.size()));
      double least = Math.pow(10, random.nextDouble(-3, 10));
      double most = least * Math.pow(10, random.nextDouble(0, 7));
      Scale scale = LogScale.around(new Quantity("Q", unit), least, most, 420, EN);
      check(scale, unit, 420, "seed " + seed + ", case " + i + ": " + least + " … " + most + unit);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.999,1.001", "0.9,1.05", "0.2,1.1", "0.001,3", "1,1", "0.5,5000"})
  void ratioAxesHaveOneInTheirMiddleAndWithATick(double least, double most) {
    Scale scale = LogScale.ratios("Ratio", least, most, 300, EN);
    assertThat(scale.position(1)).isCloseTo(0.5, within(1e-12));
    assertThat(scale.position(least)).isBetween(0.0, 1.0);
    assertThat(scale.position(most)).isBetween(0.0, 1.0);
    assertThat(scale.ticks().stream().map(Tick::label)).contains("1×");
    assertThat(scale.fits(300)).isTrue();
  }

  @Test
  void prefixesAreAtTheTickOrInTheTitle() {
    assertThat(LinearScale.fromZero(new Quantity("Speed", "FLOP/s"), 3e9, 400, EN).title())
        .isEqualTo("Speed (GFLOP/s)");
    assertThat(LinearScale.fromZero(new Quantity("Cost", "EUR"), 30_000, 400, EN).ticks())
        .extracting(Tick::label)
        .startsWith("0")
        .contains("10\u00a0k");
    assertThat(LogScale.around(new Quantity("Latency", "s"), 1e-4, 1e-1, 400, EN).ticks())
        .extracting(Tick::label)
        .contains("1\u00a0ms", "10\u00a0ms");
    assertThat(LinearScale.fromZero(new Quantity("Cost", "EUR"), 3e-5, 400, EN).title())
        .isEqualTo("Cost (10⁻⁶ EUR)");
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "9", "45", "364", "5000"})
  void daysAreLabelledInIsoAndApart(int days) {
    Instant first = Instant.parse("2026-02-27T22:30:00Z");
    Scale scale = TimeScale.over(first, first.plusSeconds(86_400L * days), 420);
    assertThat(scale.ticks())
        .isNotEmpty()
        .allMatch(tick -> tick.label().matches("\\d{4}-\\d\\d-\\d\\d"));
    assertThat(scale.fits(420)).isTrue();
    Tick tick = scale.ticks().getLast();
    assertThat(Instant.ofEpochSecond((long) tick.value()).toString())
        .isEqualTo(tick.label() + "T00:00:00Z");
  }
}
