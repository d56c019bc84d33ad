package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.device.Device;
import assay.core.host.HostRoot;
import assay.core.program.Precision;
import assay.core.program.Rate;
import assay.core.record.CellId;
import assay.core.record.CellSummary;
import assay.core.record.ForkContext;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Latency;
import assay.core.record.Outcome;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.RunTelemetry;
import assay.core.record.SchemaVersion;
import assay.core.record.Telemetry;
import assay.core.record.Timing;
import assay.core.record.Verification;
import assay.core.stats.StoppingRule;
import assay.core.stats.VarianceComponents;
import assay.core.testing.NaiveTarget;
import assay.core.workload.Suite;
import assay.core.workload.Suites;
import assay.core.workload.Workloads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepetitionsTest {
  private static final PlannedCell GEMM =
      new PlannedCell(Workloads.parse("gemm/m=2,n=2,k=2"), new NaiveTarget(), Precision.F32);
  private static final CellId ID = GEMM.id();
  private static final Instant FIRST = Instant.parse("2026-10-01T02:00:00Z");

  /** 10 iterations of 0.3 s; ±1 %. */
  private static final Suite NIGHTLY = Suites.load("nightly");

  /** Latencies: 40 executions, so that there is no p99. */
  private static final Latency LATENCY = Latency.of(new double[40]);

  private static ForkRecord fork(
      int number, double seconds, double[] times, @Nullable Latency latency) {
    return new ForkRecord(
        ID,
        new ForkContext(
            number, number, FIRST.plusMillis(Math.round(1000 * seconds * number)), 42, "25", 1L),
        new Outcome.Measured<>(
            new Device.Hardware("CPU", Map.of()),
            "loops",
            Verification.passed("entrywise", 1, 0.5, 4),
            new ForkResult(
                Timing.ofHost(times, new double[0], "no clock", latency),
                null,
                Telemetry.missing("not watched"),
                null,
                null)));
  }

  private static Repetitions.Night night(List<ForkRecord> forks, int iterationMillis) {
    RunRecord run =
        new RunRecord(
            SchemaVersion.CURRENT,
            RunId.create(FIRST, new Random(1)),
            FIRST,
            FIRST.plus(Duration.ofHours(2)),
            "nightly",
            42,
            new RunRecord.Build("test", null),
            RunRecord.Environment.of("host", Map.of(), Map.of(), Map.of(), List.of()),
            new RunRecord.Plan(
                null,
                List.of(ID.workload()),
                List.of(ID.target()),
                List.of(ID.precision()),
                1,
                List.of(),
                1,
                12,
                null,
                Map.of("iterationMillis", String.valueOf(iterationMillis))),
            RunTelemetry.none("a test"),
            List.of(
                CellSummary.summarise(
                    new CellSummary.Request(
                        ID,
                        GEMM.workload().work(Precision.F32),
                        Rate.FLOPS,
                        0.01,
                        List.of(),
                        List.of()),
                    forks)));
    return new Repetitions.Night(run, forks);
  }

  /**
   * Six forks at ±between around 0.1 s, each of ten iterations at ±within around its level: the
   * variance of an iteration is 10·within², that of forks 1.2·between² − within².
   */
  private static List<ForkRecord> regular(
      double between, double within, double seconds, @Nullable Latency latency) {
    List<ForkRecord> forks = new ArrayList<>();
    for (int f = 0; f < 6; f++) {
      double[] times = new double[10];
      for (int i = 0; i < times.length; i++) {
        double log = (f % 2 == 0 ? between : -between) + (i % 2 == 0 ? within : -within);
        times[i] = 0.1 * Math.exp(log);
      }
      forks.add(fork(f, seconds, times, latency));
    }
    return forks;
  }

  private static Repetitions decided(double between, double within, @Nullable Latency latency) {
    return decided(Collections.nCopies(5, night(regular(between, within, 18, latency), 300)));
  }

  private static Repetitions decided(List<Repetitions.Night> nights) {
    return decided(nights, NIGHTLY);
  }

  private static Repetitions decided(List<Repetitions.Night> nights, Suite suite) {
    return Objects.requireNonNull(Repetitions.of(nights, suite).get(ID));
  }

  /**
   * A fork takes 18 s, 3 s of them for ten iterations of 0.3 s. With within = between/2 the
   * variances are 2.5 and 0.95: √(15/0.3 · 2.5/0.95) = 11.5. The interval of six forks is as wide
   * as they lie apart, so 6·1.2383² = 9.2 forks are needed, with twelve iterations in place of ten
   * (0.95 + 2.5/12) ÷ (0.95 + 2.5/10) of that: 8.9, and 9 is planned where 12 would have been.
   */
  @Test
  void iterationsAndForksByHand() {
    assertThat(decided(0.012383, 0.012383 / 2, null)).isEqualTo(new Repetitions(9, 12));
  }

  @Test
  void theBoundsHold() {
    assertThat(decided(0.01, 1e-6, null).iterations()).as("only forks differ").isEqualTo(5);
    assertThat(decided(1e-6, 0.01, null).iterations()).as("only iterations").isEqualTo(40);
    assertThat(decided(0.01, 1e-6, LATENCY).iterations())
        .as("percentiles need the executions")
        .isEqualTo(10);
  }

  /** Iterations of 100 ms: ten of them are a second. */
  @Test
  void aForkMeasuresASecond() {
    Suite.Measure measure = new Suite.Measure(1, 100, 20, 100, 0, 0);
    Suite suite =
        new Suite(
            "mine",
            "short iterations",
            NIGHTLY.workloads(),
            NIGHTLY.precisions(),
            12,
            6,
            1,
            true,
            measure,
            List.of(),
            List.of(),
            Optional.empty());
    Repetitions.Night night = night(regular(0.01, 1e-6, 18, null), 100);
    assertThat(decided(Collections.nCopies(5, night), suite).iterations()).isEqualTo(10);
  }

  /** The first five decide, in whatever state the later ones are; each counts as one. */
  @Test
  void theMedianOfFiveNightsDecides() {
    Repetitions.Night steady = night(regular(0.005, 1e-6, 18, null), 300);
    Repetitions.Night noisy = night(regular(1e-6, 0.01, 18, null), 300);
    List<Repetitions.Night> nights = new ArrayList<>(List.of(steady, noisy, steady, noisy));
    assertThat(Repetitions.of(nights, NIGHTLY)).isEmpty();
    nights.add(steady);
    Map<CellId, Repetitions> decided = Repetitions.of(nights, NIGHTLY);
    assertThat(decided).containsExactly(Map.entry(ID, new Repetitions(6, 5)));
    nights.addAll(List.of(noisy, noisy, noisy));
    assertThat(Repetitions.of(nights, NIGHTLY)).isEqualTo(decided);
  }

  /** A night of other iterations says what forks are needed, but not how many iterations. */
  @Test
  void otherIterationsAreNotCounted() {
    Repetitions.Night night = night(regular(0.01, 1e-6, 18, null), 200);
    assertThat(decided(Collections.nCopies(5, night))).isEqualTo(new Repetitions(6, 10));
  }

  /** A pause in which the run was interrupted is in one fork of six. */
  @Test
  void anInterruptionIsNoCost() {
    List<ForkRecord> forks = new ArrayList<>(regular(0.012383, 0.012383 / 2, 18, null));
    for (int i = 3; i < forks.size(); i++) {
      ForkRecord late = forks.get(i);
      ForkContext c = late.context();
      forks.set(
          i,
          new ForkRecord(
              ID,
              new ForkContext(
                  c.fork(), c.order(), c.startedUtc().plusSeconds(36_000), 42, "25", 1L),
              late.outcome()));
    }
    Repetitions.Night night = night(forks, 300);
    assertThat(decided(Collections.nCopies(5, night))).isEqualTo(new Repetitions(9, 12));
  }

  @Test
  void thePlanMeasuresAndRecordsThem() {
    PlannedCell training =
        new PlannedCell(Workloads.parse("train/cnn-fashion"), new NaiveTarget(), Precision.F32);
    RunPlan plan =
        new RunPlan(
            "nightly",
            List.of(GEMM, training),
            NIGHTLY.measure(),
            new StoppingRule(0.01, 12, false),
            Map.of(ID, new Repetitions(9, 14), training.id(), new Repetitions(30, 40)),
            6,
            Optional.empty(),
            42,
            1,
            Optional.empty(),
            Duration.ofMinutes(1),
            Optional.empty(),
            ObservationPlan.off("a test", HostRoot.machine(), Optional.empty()),
            null);
    assertThat(plan.measure(GEMM)).isEqualTo(NIGHTLY.measure().withIterations(14));
    assertThat(plan.stopping(GEMM).maxForks()).isEqualTo(9);
    assertThat(plan.measure(training)).isEqualTo(NIGHTLY.measure());
    assertThat(plan.stopping(training).maxForks()).isEqualTo(6);
    assertThat(plan.toRecord().parameters())
        .containsEntry("forks of " + ID, "9")
        .containsEntry("iterations of " + ID, "14")
        .containsEntry("iterations", "10")
        .doesNotContainKeys("forks of " + training.id(), "iterations of " + training.id());
  }

  /**
   * Simulated nights of twelve forks: what is decided takes hardly longer, for the same width, than
   * the best number of iterations would that nobody knows, and less than the suite's where these
   * are far from it.
   */
  @Test
  void simulatedNightsDecideForAlmostTheBest() {
    StringBuilder table = new StringBuilder();
    RandomGenerator random = new SplittableRandom(11);
    double[][] cases = {{0.005, 0.002, 8}, {0.005, 0.01, 8}, {0.002, 0.01, 8}, {0.005, 0.02, 20}};
    for (double[] each : cases) {
      VarianceComponents truth = new VarianceComponents(1.5 * each[1] * each[1], each[0] * each[0]);
      double decided = 0;
      double iterations = 0;
      int trials = 40;
      for (int t = 0; t < trials; t++) {
        List<Repetitions.Night> nights = new ArrayList<>();
        for (int n = 0; n < Repetitions.NIGHTS; n++) {
          nights.add(night(drawn(random, each[0], each[1], each[2] + 3), 300));
        }
        int chosen = decided(nights).iterations();
        decided += cost(truth, chosen, each[2]) / trials;
        iterations += (double) chosen / trials;
      }
      double best = Math.clamp(truth.bestIterations(each[2], 0.3), 5, 40);
      double least = cost(truth, best, each[2]);
      double usual = cost(truth, 10, each[2]);
      table.append(
          String.format(
              Locale.ROOT,
              "forks %.1f %%, iterations %.1f %%, %2.0f s a fork: %4.1f iterations (best %4.1f),"
                  + " time %.2f of the suite's (best %.2f)%n",
              100 * each[0],
              100 * each[1],
              each[2],
              iterations,
              best,
              decided / usual,
              least / usual));
      assertThat(decided).as(table.toString()).isLessThan(1.08 * least);
      assertThat(decided).as(table.toString()).isLessThan(1.05 * usual);
    }
    System.out.print(table);
  }

  private static double cost(VarianceComponents v, double iterations, double seconds) {
    return (v.fork() + v.iteration() / iterations) * (seconds + 0.3 * iterations);
  }

  private static List<ForkRecord> drawn(
      RandomGenerator random, double between, double within, double seconds) {
    List<ForkRecord> forks = new ArrayList<>();
    for (int f = 0; f < 12; f++) {
      double level = between * random.nextGaussian();
      double[] times = new double[10];
      Arrays.setAll(times, _ -> 0.01 * Math.exp(level + within * random.nextGaussian()));
      forks.add(fork(f, seconds, times, null));
    }
    return forks;
  }
}
