package assay.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.report.text.Format;
import assay.report.text.Language;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.ui.RectangleEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxesTest {
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

  /** What stands on an axis beneath or beside a plot of so many pixels. */
  private static List<ValueTick> ticks(ValueAxis axis, double pixels, RectangleEdge edge) {
    Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    Rectangle2D area = new Rectangle2D.Double(50, 0, pixels, pixels);
    List<ValueTick> ticks = new ArrayList<>();
    for (Object tick : axis.refreshTicks(g, new AxisState(), area, edge)) {
      ticks.add((ValueTick) tick);
    }
    return ticks;
  }

  private static List<String> labels(ValueAxis axis) {
    return ticks(axis, 400, RectangleEdge.BOTTOM).stream().map(ValueTick::getText).toList();
  }

  private static void check(ValueAxis axis, String unit, double pixels, String what) {
    List<ValueTick> ticks = ticks(axis, pixels, RectangleEdge.BOTTOM);
    assertThat(ticks).as(what).isNotEmpty();
    Set<String> labels = new HashSet<>();
    double before = Double.NEGATIVE_INFINITY;
    double size = axis.getRange().getLength();
    for (ValueTick tick : ticks) {
      double value = tick.getValue();
      assertThat(value)
          .as(what)
          .isBetween(axis.getLowerBound() - 1e-9 * size, axis.getUpperBound() + 1e-9 * size)
          .isGreaterThan(before);
      before = value;
      if (!tick.getText().isEmpty()) {
        assertThat(labels.add(tick.getText())).as("%s: %s twice", what, tick.getText()).isTrue();
        double read = read(tick.getText(), String.valueOf(axis.getLabel()), unit);
        assertThat(read)
            .as("%s: %s, titled %s", what, tick.getText(), axis.getLabel())
            .isCloseTo(value, within(1e-9 * (Math.abs(value) + size) + 1e-300));
      }
    }
    apart(axis, pixels, what);
  }

  private static void apart(ValueAxis axis, double pixels, String what) {
    double end = Double.NEGATIVE_INFINITY;
    for (ValueTick tick : ticks(axis, pixels, RectangleEdge.BOTTOM)) {
      Rectangle2D area = new Rectangle2D.Double(50, 0, pixels, pixels);
      double center = axis.valueToJava2D(tick.getValue(), area, RectangleEdge.BOTTOM);
      double half = Labels.width(tick.getText(), Labels.plain()) / 2;
      if (half > 0) {
        assertThat(center - half).as("%s: %s apart", what, tick.getText()).isGreaterThan(end + 8);
        end = center + half;
      }
    }
  }

  @Test
  void ticksOfLinearAxesSayWhereTheyStand() {
    long seed = 20_261_122;
    SplittableRandom random = new SplittableRandom(seed);
    List<String> units = List.of("FLOP/s", "s", "W", "samples/s", "%", "EUR", "J");
    for (int i = 0; i < 2_000; i++) {
      String unit = units.get(random.nextInt(units.size()));
      double max = Math.pow(10, random.nextDouble(-2, 14));
      Quantity quantity = new Quantity("Q", unit);
      String what = "seed " + seed + ", case " + i + ": " + max + " " + unit;
      check(Axes.fromZero(quantity, max, EN), unit, 330, what);
      double min = max * (1 - Math.pow(10, random.nextDouble(-3, 0)));
      check(Axes.around(quantity, min, max, EN), unit, 330, what);
    }
  }

  @Test
  void ticksOfLogarithmicAxesSayWhereTheyStand() {
    long seed = 20_261_123;
    SplittableRandom random = new SplittableRandom(seed);
    List<String> units = List.of("FLOP/s", "s", "W", "samples/s", "FLOP/B");
    for (int i = 0; i < 2_000; i++) {
      String unit = units.get(random.nextInt(units.size()));
      double min = Math.pow(10, random.nextDouble(-3, 10));
      double max = min * Math.pow(10, random.nextDouble(0, 7));
      ValueAxis axis = Axes.logAround(new Quantity("Q", unit), min, max, EN);
      check(axis, unit, 420, "seed " + seed + ", case " + i + ": " + min + " … " + max + unit);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.999,1.001", "0.9,1.05", "0.2,1.1", "0.001,3", "1,1", "0.5,5000"})
  void ratioAxesHaveOneInTheirMiddleAndWithATick(double min, double max) {
    ValueAxis axis = Axes.ratios("Ratio", min, max, EN);
    assertThat(axis.getLowerBound() * axis.getUpperBound()).isCloseTo(1, within(1e-12));
    assertThat(axis.getRange().contains(min)).isTrue();
    assertThat(axis.getRange().contains(max)).isTrue();
    assertThat(labels(axis)).contains("1×");
    apart(axis, 300, min + " … " + max);
  }

  @Test
  void prefixesAreAtTheTickOrInTheTitle() {
    assertThat(Axes.fromZero(new Quantity("Speed", "FLOP/s"), 3e9, EN).getLabel())
        .isEqualTo("Speed (GFLOP/s)");
    assertThat(labels(Axes.fromZero(new Quantity("Cost", "EUR"), 30_000, EN)))
        .startsWith("0")
        .contains("10\u00a0k");
    assertThat(labels(Axes.logAround(new Quantity("Latency", "s"), 1e-4, 1e-1, EN)))
        .contains("1\u00a0ms", "10\u00a0ms");
    assertThat(Axes.fromZero(new Quantity("Cost", "EUR"), 3e-5, EN).getLabel())
        .isEqualTo("Cost (10⁻⁶ EUR)");
  }

  @ParameterizedTest
  @CsvSource({"0.3,0.9", "1,9.5", "2,45", "3,800", "0.02,70000"})
  void ticksOfLogarithmicAxesAreRoundWhateverTheRange(double min, double max) {
    List<ValueTick> ticks =
        ticks(Axes.logAround(new Quantity("Q", "1"), min, max, EN), 300, RectangleEdge.LEFT);
    assertThat(ticks).hasSizeBetween(2, 9);
    assertThat(ticks)
        .allSatisfy(tick -> {
          double mantissa =
              tick.getValue() / Math.pow(10, Math.floor(Math.log10(tick.getValue()) + 1e-12));
          assertThat(mantissa * 100).isCloseTo(Math.rint(mantissa * 100), within(1e-9));
        });
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "9", "45", "364", "5000"})
  void daysAreLabelledInIsoAndApart(int days) {
    Instant first = Instant.parse("2026-02-27T22:30:00Z");
    ValueAxis axis = Axes.days(first, first.plusSeconds(86_400L * days));
    List<ValueTick> ticks = ticks(axis, 480, RectangleEdge.BOTTOM);
    assertThat(ticks)
        .isNotEmpty()
        .allSatisfy(tick -> {
          Instant at = Instant.ofEpochMilli((long) tick.getValue());
          assertThat(at.toString()).isEqualTo(tick.getText() + "T00:00:00Z");
        });
    apart(axis, 480, days + " days");
  }
}
