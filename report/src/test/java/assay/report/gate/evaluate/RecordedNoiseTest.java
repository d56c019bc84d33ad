package assay.report.gate.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import assay.core.record.CellId;
import assay.core.record.ForkResult;
import assay.core.stats.Quantiles;
import assay.report.compare.RunData;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RecordedNoiseTest {
  private static final CellId GEMM = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd");
  private static final CellId CONV =
      SampleRuns.id("conv/n=16,c=64,h=28,w=28,k=64,r=3,s=3,pad=1", "cpu-simd");
  private static final int DRAWN = 40_000;

  private static SampleRuns sample() {
    return new SampleRuns(SampleSystem.number(0), Instant.parse("2026-10-01T02:00:00Z"), 1);
  }

  private static RunData data(SampleRuns sample) {
    SampleRun run = sample.done();
    return RunData.of(run.record(), run.forks());
  }

  private static double[] logs(RunData run) {
    return run.counted(GEMM).stream()
        .map(ForkResult::timing)
        .mapToDouble(timing -> Math.log(Quantiles.median(timing.time().toArray())))
        .sorted()
        .toArray();
  }

  /** With six forks, a drawn median is that of two of them, and all are about as far apart. */
  @Test
  void measurementsAreMediansOfRecordedForks() {
    RunData run = data(sample().forks(6).measured(GEMM, 1));
    double[] forks = logs(run);
    double[] possible =
        Arrays.stream(forks)
            .flatMap(a -> Arrays.stream(forks).map(b -> (a + b) / 2))
            .distinct()
            .toArray();
    RecordedNoise noise = RecordedNoise.of(List.of(run));
    SplittableRandom random = new SplittableRandom(2);
    Noise.OfSeries series = noise.series(0, random);
    double[] drawn =
        DoubleStream.generate(() -> series.measurement(series.sigma(), random))
            .limit(DRAWN)
            .toArray();
    // They are centred: the largest is that of the largest fork.
    double centre = forks[5] - Arrays.stream(drawn).max().orElseThrow();
    assertThat(Arrays.stream(drawn).boxed())
        .allMatch(
            value -> Arrays.stream(possible).anyMatch(x -> Math.abs(value + centre - x) < 1e-12));
    assertThat(Arrays.stream(drawn).average().orElseThrow()).isCloseTo(0, within(1e-4));
    assertThat(variance(drawn)).isCloseTo(Math.pow(series.sigma(), 2), within(1e-6));
  }

  private static double variance(double[] values) {
    return Arrays.stream(values).map(x -> x * x).average().orElseThrow();
  }

  /** What is a night's own comes on top: four fifths of the variance if it is twice as much. */
  @Test
  void nightsComeOnTop() {
    RecordedNoise noise = RecordedNoise.of(List.of(data(sample().measured(GEMM, 1))));
    assertThat(noise.cells()).isEqualTo(1);
    double forks = noise.sigmas()[0];
    assertThat(noise.series(0.8, new SplittableRandom(1)).sigma())
        .isCloseTo(forks * Math.sqrt(5), within(1e-12));
    SimulatedFleet fleet = new SimulatedFleet(new Fleet(1, 30, 5, 0.8), noise, 1);
    double squares = 0;
    int nights = 2000;
    for (int night = 0; night < nights; night++) {
      for (double level : fleet.levels(fleet.night(night))) {
        squares += Math.pow((level - Math.log(1e-3)) / fleet.sigma(0), 2) / 30 / nights;
      }
    }
    assertThat(squares).isBetween(0.95, 1.05);
  }

  /** Six forks of a cell are needed, of hardware; those that got too hot do not count. */
  @Test
  void cellsWithoutEnoughForksAreLeftOut() {
    RunData run =
        data(
            sample()
                .forks(6)
                .measured(GEMM, 1)
                .throttled(CONV)
                .forks(5)
                .measured(SampleRuns.id("gemm/m=1024,n=1024,k=1024", "cpu-simd"), 1)
                .emulated(SampleRuns.id("gemm/m=512,n=512,k=512", "opencl-fpga")));
    RecordedNoise noise = RecordedNoise.of(List.of(run));
    assertThat(noise.cells()).isEqualTo(2);
    assertThat(noise.leftOut()).isEqualTo(1);
    assertThatThrownBy(() -> RecordedNoise.of(List.of(data(sample().forks(5).measured(GEMM, 1)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no cell has 6 forks");
  }
}
