package assay.report.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.record.Bridge;
import assay.core.record.CellId;
import assay.core.record.MetricKey;
import assay.core.record.Status;
import assay.core.stats.Interval;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Two programs measured turn about, in rounds of one fork. */
class BridgeRatiosTest {
  private static final SampleSystem SYSTEM = SampleSystem.number(0);
  private static final CellId GEMM = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd");
  private static final CellId OTHER = SampleRuns.id("gemm/m=256,n=256,k=256", "cpu-simd");
  private static final CellId TRAINING = SampleRuns.id("train/cnn-fashion,epochs=4", "cpu-simd");

  private static RunData run(int number, UnaryOperator<SampleRuns> cells) {
    Instant start = Instant.parse("2026-10-01T02:00:00Z").plusSeconds(60L * number);
    SampleRun run = cells.apply(new SampleRuns(SYSTEM, start, number).forks(1)).done();
    return RunData.of(run.record(), run.forks());
  }

  private static double seconds(RunData run) {
    return Objects.requireNonNull(
            Objects.requireNonNull(run.record().cells().getFirst().outcome().result())
                .metric(MetricKey.TIME))
        .median();
  }

  private static Bridge.Ratio time(BridgeRatios ratios, CellId id) {
    return cell(ratios, id).ratios().toOptional().orElseThrow().getFirst();
  }

  private static Bridge.Cell cell(BridgeRatios ratios, CellId id) {
    return ratios.result().cells().stream()
        .filter(cell -> cell.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Of six rounds the limits of the signed rank are the smallest and the largest ratio. */
  @Test
  void roundsArePaired() {
    BridgeRatios ratios = new BridgeRatios();
    double[] logs = new double[6];
    for (int round = 0; round < logs.length; round++) {
      // Both programs are slower in some rounds than in others, which is no noise of the ratio.
      double drift = 1 + 0.2 * round;
      RunData before = run(2 * round, runs -> runs.measured(GEMM, 1.25 * drift));
      RunData after = run(2 * round + 1, runs -> runs.measured(GEMM, drift));
      ratios.add(before, after);
      logs[round] = Math.log(seconds(before) / seconds(after));
    }
    Bridge.Ratio time = time(ratios, GEMM);
    assertThat(time.metric()).isEqualTo(MetricKey.TIME);
    assertThat(time.rounds()).isEqualTo(6);
    assertThat(time.ratio()).isEqualTo(Math.exp(medianOfWalshAverages(logs)), within(1e-12));
    Interval interval = time.interval().toOptional().orElseThrow();
    Arrays.sort(logs);
    assertThat(interval.low()).isEqualTo(Math.exp(logs[0]), within(1e-12));
    assertThat(interval.high()).isEqualTo(Math.exp(logs[5]), within(1e-12));
    assertThat(time.verdict()).isEqualTo("FASTER");
    assertThat(time.before() / time.after()).isEqualTo(1.25, within(0.02));
    assertThat(time.scale()).isEqualTo(1 / time.ratio(), within(1e-15));
  }

  private static double medianOfWalshAverages(double[] values) {
    double[] averages = new double[values.length * (values.length + 1) / 2];
    int next = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = i; j < values.length; j++) {
        averages[next++] = (values[i] + values[j]) / 2;
      }
    }
    Arrays.sort(averages);
    int middle = averages.length / 2;
    return averages.length % 2 == 1
        ? averages[middle]
        : (averages[middle - 1] + averages[middle]) / 2;
  }

  @Test
  void everyComparedMetricIsBridgedAndAccuracyTheOtherWayRound() {
    BridgeRatios ratios = new BridgeRatios();
    for (int round = 0; round < 6; round++) {
      ratios.add(
          run(2 * round, runs -> runs.measured(TRAINING, 1.5)),
          run(2 * round + 1, runs -> runs.measured(TRAINING, 1)));
    }
    List<Bridge.Ratio> all = cell(ratios, TRAINING).ratios().toOptional().orElseThrow();
    assertThat(all.stream().map(Bridge.Ratio::metric))
        .contains(
            MetricKey.TIME,
            MetricKey.TIME_TO_TARGET,
            MetricKey.FINAL_ACCURACY,
            MetricKey.ENERGY_PER_EXECUTION);
    for (Bridge.Ratio ratio : all) {
      boolean accuracy = ratio.metric() == MetricKey.FINAL_ACCURACY;
      assertThat(ratio.ratio()).isEqualTo(accuracy ? 1 : 1.5, within(0.03));
      assertThat(ratio.scale())
          .isEqualTo(accuracy ? ratio.ratio() : 1 / ratio.ratio(), within(1e-12));
    }
  }

  @Test
  void tooFewRoundsHaveARatioAndTheReasonForNoInterval() {
    BridgeRatios ratios = new BridgeRatios();
    ratios.add(run(1, runs -> runs.measured(GEMM, 1.25)), run(2, runs -> runs.measured(GEMM, 1)));
    Bridge.Ratio time = time(ratios, GEMM);
    assertThat(time.ratio()).isEqualTo(1.25, within(0.02));
    assertThat(time.interval().whyNot()).isEqualTo("1 fork, an interval needs 6");
    assertThat(time.verdict()).isEqualTo("NO_INTERVAL");
  }

  @Test
  void aCellThatFailedInAnyRoundHasNoRatio() {
    BridgeRatios ratios = new BridgeRatios();
    for (int round = 0; round < 7; round++) {
      boolean wrong = round == 3;
      ratios.add(
          run(2 * round, runs -> runs.measured(GEMM, 1)),
          run(
              2 * round + 1,
              runs ->
                  wrong
                      ? runs.without(GEMM, Status.INVALID, "wrong output: C[3, 7]", null)
                      : runs.measured(GEMM, 1)));
    }
    assertThat(cell(ratios, GEMM).ratios().whyNot())
        .startsWith("new: run 2026")
        .endsWith("INVALID, wrong output: C[3, 7]");
  }

  @Test
  void aForkThatGotTooHotCostsItsRoundOnly() {
    BridgeRatios ratios = new BridgeRatios();
    for (int round = 0; round < 7; round++) {
      boolean hot = round == 3;
      ratios.add(
          run(2 * round, runs -> hot ? runs.allThrottled(GEMM) : runs.measured(GEMM, 1)),
          run(2 * round + 1, runs -> runs.measured(GEMM, 1)));
    }
    assertThat(time(ratios, GEMM).rounds()).isEqualTo(6);
    assertThat(time(ratios, GEMM).interval().toOptional()).isPresent();
  }

  @Test
  void aCellOfOneProgramIsListedAsSuch() {
    BridgeRatios ratios = new BridgeRatios();
    ratios.add(
        run(1, runs -> runs.measured(GEMM, 1)),
        run(2, runs -> runs.measured(GEMM, 1).measured(OTHER, 1).emulated(TRAINING)));
    ratios.without(run(3, runs -> runs.cell(SampleRuns.id("peak/fma", "cpu-simd"), 1)), "unknown");
    assertThat(cell(ratios, OTHER).ratios().whyNot())
        .matches("only in new: run .* has no such cell");
    assertThat(cell(ratios, TRAINING).ratios().whyNot()).contains("emulation");
    assertThat(ratios.result().cells().getLast().ratios().whyNot()).isEqualTo("unknown");
  }
}
