package assay.report.procurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.stats.Interval;
import assay.core.stats.Quantiles;
import assay.report.compare.RunData;
import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.money.PriceFile;
import assay.report.text.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time and energy of the buyer's work are sums. */
class MixTest {
  private static final String ALIKE =
      """
      currency: EUR
      defaults: {priceDate: 2026-11-01, years: 5, utilizationPercent: 60, pue: 1.4,
        tariffPerKwh: 0, spacePerYear: 900, supportPerYear: 600, discountRatePercent: 4,
        residualValue: 500, capex: 9000}
      systems:
        host-a: {}
        host-b: {}
      """;

  /** Three quarters of the reference's hours are the first task, a quarter is the second. */
  private static final Weights QUARTERS =
      Weights.parse(
          "w.yaml", "weights:\n  - {workload: \"" + MixRuns.name(0) + "\", weight: 3}\nother: 1\n");

  @TempDir Path folder = Path.of("");

  private static Scores scores(Weights weights, RunData... runs) {
    return Scores.of(SystemComparison.of(SystemsUnderTest.of(List.of(runs)), null), weights, 42);
  }

  private static RunData reference() {
    return new MixRuns(0).task(0, 1, 100).task(1, 1, 100).done();
  }

  /** Twice as fast in the first task, four times as slow in the second. */
  private static RunData uneven() {
    return new MixRuns(1).task(0, 0.5, 60).task(1, 4, 900).done();
  }

  /** 0.75 × 0.5 + 0.25 × 4 hours, although the geometric mean calls it 1.19 times as fast. */
  @Test
  void theTimeOfAMixIsTheSumOfItsTasksTimes() {
    Scores scores = scores(QUARTERS, reference(), uneven());
    assertThat(scores.mix().time(0)).isEqualTo(1);
    assertThat(scores.mix().time(1)).isEqualTo(1.375, within(1e-12));
    assertThat(scores.all().ratio(1, 0))
        .as("the headline of speed")
        .isEqualTo(Math.pow(2, 0.75) / Math.pow(4, 0.25), within(1e-12));
    assertThat(scores.mix().shares().values()).containsExactly(0.75, 0.25);
  }

  /** 0.75 × 60 + 0.25 × 900 J for each second of the reference, in 1.375 s. */
  @Test
  void theEnergyOfAMixIsTheSumOfItsTasksJoules() {
    Mix mix = scores(QUARTERS, reference(), uneven()).mix();
    assertThat(mix.watts(0)).isEqualTo(100, within(1e-9));
    assertThat(Objects.requireNonNull(mix.watts(1)) * mix.time(1)).isEqualTo(270, within(1e-9));
  }

  /** The mean of the two powers, 120 W and 225 W, would count the short task as much. */
  @Test
  void aTaskWithoutMeterIsTakenAtThePowerOfTheOthers() {
    RunData some = new MixRuns(1).task(0, 0.5, 60).task(1, 4, 0).task(2, 4, 900).done();
    RunData base = new MixRuns(0).task(0, 1, 0).task(1, 1, 0).task(2, 1, 0).done();
    Mix mix = scores(Weights.EQUAL, base, some).mix();
    assertThat(mix.watts(1)).isEqualTo(960 / 4.5, within(1e-9));
    assertThat(mix.watts(0)).isNull();
    SystemPower power = SystemPower.of(mix.results(1), mix.watts(1));
    assertThat(power.metered()).isEqualTo(2);
    assertThat(power.tasks()).isEqualTo(3);
  }

  /**
   * A geometric mean of speeds promises more work an hour than a mix of 12 tasks gets done: by 4,
   * 11 and 50 % for logarithms of the speeds that scatter by 0.3, 0.5 and 1.
   */
  @ParameterizedTest
  @CsvSource({"0.3, 1.04, 0.02", "0.5, 1.11, 0.04", "1.0, 1.50, 0.15"})
  void aGeometricMeanOverstatesAMixTheMoreTheMoreSpeedsScatter(
      double sigma, double expected, double tolerance) {
    SplittableRandom random = new SplittableRandom(20261129);
    double[] overstated = new double[31];
    for (int i = 0; i < overstated.length; i++) {
      MixRuns base = new MixRuns(0);
      MixRuns other = new MixRuns(1);
      for (int task = 0; task < 12; task++) {
        base.task(task, 1, 0);
        other.task(task, Math.exp(sigma * random.nextGaussian()), 0);
      }
      Scores scores = scores(Weights.EQUAL, base.done(), other.done());
      overstated[i] = scores.all().ratio(1, 0) / scores.mix().speed(1);
    }
    assertThat(Quantiles.median(overstated)).isEqualTo(expected, within(tolerance));
  }

  private static Stream<Block> blocks(List<Section> sections) {
    return sections.stream()
        .flatMap(s -> Stream.concat(s.blocks().stream(), blocks(s.subsections())));
  }

  private static List<Double> keys(Document document, String anchor, int column) {
    Table table =
        blocks(document.sections())
            .filter(Table.class::isInstance)
            .map(Table.class::cast)
            .filter(each -> each.anchor().equals(anchor))
            .findFirst()
            .orElseThrow();
    return table.rows().stream()
        .map(row -> ((Table.Cell.Figure) row.cells().get(column)).key())
        .toList();
  }

  private Document document(String prices, RunData... runs) throws IOException {
    return ProcurementReport.ofData(
        List.of(runs),
        new ProcurementOptions(
            PriceFile.read(Files.writeString(folder.resolve("prices.yaml"), prices)),
            QUARTERS,
            null,
            42,
            Language.EN,
            "Assay 0.1.0",
            List.of()));
  }

  /** Both cost the same, so the work costs as many times as much as it takes hours. */
  @Test
  void costFollowsTheTimeOfTheMixAndNotTheGeometricMean() throws IOException {
    Document document = document(ALIKE, reference(), uneven());
    List<Double> hour = keys(document, "break-even", 2);
    assertThat(hour.getLast() / hour.getFirst()).isEqualTo(1.375, within(1e-9));
    assertThat(keys(document, "break-even", 1).getLast()).isEqualTo(1 / 1.375, within(1e-9));
    assertThat(keys(document, "mix-data", 1))
        .containsExactly(1.0, keys(document, "mix-data", 3).getLast());
    assertThat(keys(document, "mix-data", 2).getLast()).isEqualTo(270, within(1e-6));
  }

  /** 6000 h ÷ (0.6 × 8760 h) = 1.14 of the reference, 1.57 of the other. */
  @Test
  void machinesAreWholeWhereADemandIsStated() throws IOException {
    Document document = document(ALIKE + "demandHoursPerYear: 6000\n", reference(), uneven());
    assertThat(keys(document, "mix-data", 3)).containsExactly(2.0, 2.0);
    assertThat(
            keys(
                document(ALIKE + "demandHoursPerYear: 4000\n", reference(), uneven()),
                "mix-data",
                3))
        .containsExactly(1.0, 2.0);
  }

  /** Cells of one round share the machine's state: two tasks are no surer than one. */
  @Test
  void forksOfOneRoundAreDrawnTogether() {
    double[] state = {1, 1.01, 0.99, 1.03, 0.98, 1.02, 1.005, 0.97};
    double[] scaled = new double[state.length];
    for (int i = 0; i < state.length; i++) {
      scaled[i] = 3 * state[i];
    }
    RunData base = new MixRuns(0).task(0, 1, 0).task(1, 3, 0).done();
    Scores both =
        scores(Weights.EQUAL, base, new MixRuns(1).task(0, state, 0).task(1, scaled, 0).done());
    Scores one = scores(Weights.EQUAL, base, new MixRuns(1).task(0, state, 0).done());
    assertThat(one.counted()).hasSize(1);
    assertClose(both.mix().timeInterval(1), one.mix().timeInterval(1));
    assertClose(both.all().interval(1, 0), one.all().interval(1, 0));
  }

  private static void assertClose(Interval found, Interval expected) {
    assertThat(found.low()).isEqualTo(expected.low(), within(1e-9));
    assertThat(found.high()).isEqualTo(expected.high(), within(1e-9));
  }
}
