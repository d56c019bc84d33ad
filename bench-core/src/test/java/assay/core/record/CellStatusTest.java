package assay.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.program.Rate;
import assay.core.stats.SteadyState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How a cell ends whose forks ended so. */
class CellStatusTest {
  private static final Remedy ADVICE = new Remedy.Advice("do this");

  /** From the worst on. */
  private static final List<Outcome<ForkResult>> FAILURES =
      List.of(
          new Outcome.Invalid<>(Fixtures.CPU, "loops", Fixtures.WRONG, "wrong"),
          new Outcome.Failed<>(Fixtures.CPU, "loops", "it crashed", ADVICE),
          new Outcome.TimedOut<>(Fixtures.CPU, "loops", "too long", ADVICE),
          new Outcome.Unavailable<>("no driver", ADVICE),
          new Outcome.Unsupported<>("no kernel", ADVICE));

  private static ForkRecord fork(int number, Outcome<ForkResult> outcome) {
    return new ForkRecord(Fixtures.GEMM, Fixtures.context(number), outcome);
  }

  private static Outcome<CellResult> cell(List<ForkRecord> forks) {
    return CellSummary.summarise(
            new CellSummary.Request(
                Fixtures.GEMM, Fixtures.GEMM_WORK, Rate.FLOPS, 0.01, List.of(), List.of()),
            forks)
        .outcome();
  }

  /** With device, engine, verdict and remedy; of several forks, its number goes before. */
  @Test
  void aFailureIsTheForks() {
    for (Outcome<ForkResult> failure : FAILURES) {
      assertThat(cell(List.of(fork(0, failure)))).isEqualTo(failure);
      Outcome<CellResult> second =
          cell(List.of(Fixtures.timed(Fixtures.GEMM, 0, 0.02), fork(1, failure)));
      assertThat(second.reason()).isEqualTo("fork 2 of 2: " + failure.reason());
      assertThat(second)
          .returns(failure.status(), Outcome::status)
          .returns(failure.device(), Outcome::device)
          .returns(failure.engine(), Outcome::engine)
          .returns(failure.verification(), Outcome::verification)
          .returns(failure.remedy(), Outcome::remedy);
    }
  }

  @Test
  void aWrongOutputIsWorseThanACrashAndSoOn() {
    for (int worse = 0; worse < FAILURES.size(); worse++) {
      for (int better = worse + 1; better < FAILURES.size(); better++) {
        Outcome<ForkResult> worst = FAILURES.get(worse);
        assertThat(cell(List.of(fork(0, worst), fork(1, FAILURES.get(better)))).reason())
            .isEqualTo("fork 1 of 2: " + worst.reason());
        assertThat(cell(List.of(fork(0, FAILURES.get(better)), fork(1, worst))).reason())
            .isEqualTo("fork 2 of 2: " + worst.reason());
      }
    }
    assertThat(cell(List.of(fork(0, FAILURES.getLast()), fork(1, FAILURES.getLast()))).reason())
        .as("the first of equals")
        .startsWith("fork 1 of 2: ");
  }

  private static ForkRecord excluded(int number, String cause) {
    Timing timing = Timing.ofHost(new double[] {9}, new double[0], "the CPU is the device", null);
    return Fixtures.timed(Fixtures.GEMM, number, timing, null, cause);
  }

  @Test
  void causesAreCountedByName() {
    List<ForkRecord> forks = new ArrayList<>(Fixtures.sixForks(Fixtures.GEMM));
    forks.add(excluded(6, "thermal"));
    forks.add(excluded(7, "intruder"));
    forks.add(excluded(8, "thermal"));
    CellResult result = Objects.requireNonNull(cell(forks).result());
    Metric time = Objects.requireNonNull(result.metric(MetricKey.TIME));
    assertThat(time.note()).isEqualTo("3 of 9 forks left out: intruder (1), thermal (2)");
    assertThat(time.forks()).isEqualTo(6);
    assertThat(result.steadyStates()).isEqualTo(Map.of(SteadyState.UNCLASSIFIED, 6));
    assertThat(cell(forks.subList(6, 9)))
        .isEqualTo(
            new Outcome.Failed<>(
                Fixtures.CPU,
                "jdk.incubator.vector",
                "3 of 3 forks left out: intruder (1), thermal (2)",
                null));
  }

  /** Clocks in the details may differ; another name or kind is another device. */
  @Test
  void forksOfOneDeviceHaveItsKindAndName() {
    Device.Hardware warm = new Device.Hardware(Fixtures.CPU.name(), Map.of("clock", "2 GHz"));
    ForkRecord first = Fixtures.timed(Fixtures.GEMM, 0, 0.02);
    ForkResult result = Objects.requireNonNull(first.outcome().result());
    Outcome<CellResult> same =
        cell(
            List.of(
                first, fork(1, new Outcome.Measured<>(warm, "loops", Fixtures.PASSED, result))));
    assertThat(same.device()).isEqualTo(Fixtures.CPU);
    assertThat(same.engine()).isEqualTo("jdk.incubator.vector");
    Device.Emulated twin = new Device.Emulated(Fixtures.CPU.name(), Map.of());
    assertThat(
            cell(
                List.of(
                    first, fork(1, new Outcome.Verified<>(twin, "pocl", Fixtures.PASSED, null)))))
        .isEqualTo(
            new Outcome.Failed<>(
                null,
                null,
                "forks ran on " + Fixtures.CPU.name() + " and on " + Fixtures.CPU.name(),
                null));
  }

  /** Of all forks, also those that count for nothing else. */
  @Test
  void theWorstVerdictOfTheForksIsTheCells() {
    Verification close =
        Verification.passed("freivalds", 1, 0.75, 64)
            .with(new Verification.EffectiveBits(22.5, 21.75, 19.25, 24))
            .with(Verification.Subnormals.KEPT);
    ForkRecord first = Fixtures.timed(Fixtures.GEMM, 0, 0.02);
    ForkResult result = Objects.requireNonNull(first.outcome().result());
    ForkRecord worse = fork(1, new Outcome.Measured<>(Fixtures.CPU, "x", close, result));
    assertThat(cell(List.of(first, worse)).verification()).isEqualTo(close);
    assertThat(cell(List.of(worse, first)).verification()).isEqualTo(close);
    ForkRecord emulated =
        fork(0, new Outcome.Verified<>(Fixtures.POCL, "pocl", Fixtures.PASSED, 1.5));
    ForkRecord again = fork(1, new Outcome.Verified<>(Fixtures.POCL, "pocl", close, 2.5));
    assertThat(cell(List.of(emulated, again)))
        .isEqualTo(new Outcome.Verified<>(Fixtures.POCL, "pocl", close, 1.5));
    assertThat(
            cell(List.of(
                    Fixtures.modelled(Fixtures.GEMM, Fixtures.ROUTED),
                    fork(1, new Outcome.Modelled<>(Fixtures.ARRAY, "rtl", close, Fixtures.ROUTED))))
                .verification())
        .isEqualTo(close);
  }

  @Test
  void aResultKnowsWhatItHasAndWhatNot() {
    Metric time = new Metric("s", 1, null, null, 1, 1, false, "1 fork");
    CellResult result =
        new CellResult(
            Map.of(
                MetricKey.TIME,
                new Available<>(time),
                MetricKey.THROUGHPUT,
                new Unavailable<>("no work")),
            Map.of(),
            Telemetry.missing("none"),
            null);
    assertThat(result.metric(MetricKey.TIME)).isEqualTo(time);
    assertThat(result.metric(MetricKey.THROUGHPUT)).isNull();
    assertThat(result.metric(MetricKey.P50)).isNull();
    assertThat(result.whyNot(MetricKey.TIME)).isNull();
    assertThat(result.whyNot(MetricKey.THROUGHPUT)).isEqualTo("no work");
    assertThat(result.whyNot(MetricKey.P50)).isNull();
    assertThat(result.available()).isEqualTo(Map.of(MetricKey.TIME, time));
    assertThat(result.unavailable()).isEqualTo(Map.of(MetricKey.THROUGHPUT, "no work"));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new CellResult(
                Map.of(MetricKey.TIME, new Unavailable<>("no clock")),
                Map.of(),
                Telemetry.missing("none"),
                null))
        .withMessage("a measured cell needs at least one metric");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new CellResult(
                Map.of(MetricKey.THROUGHPUT, new Available<>(time)),
                Map.of(),
                Telemetry.missing("none"),
                null))
        .withMessage("throughput is not in s");
  }

  /** Only a measured result is mapped, and the function gets its device. */
  @Test
  void anOutcomeIsMapped() {
    Outcome<String> measured =
        new Outcome.Measured<>(Fixtures.CPU, "loops", Fixtures.PASSED, "three");
    Outcome<Integer> mapped =
        measured.map((device, text) -> device.name().length() + text.length());
    assertThat(mapped)
        .isEqualTo(
            new Outcome.Measured<>(
                Fixtures.CPU, "loops", Fixtures.PASSED, Fixtures.CPU.name().length() + 5));
    Outcome<String> none = new Outcome.Unavailable<>("no driver", ADVICE);
    assertThat(none.map((_, _) -> 1)).isEqualTo(none);
    assertThat(none.result()).isNull();
    assertThat(none.remedy()).isEqualTo(ADVICE);
  }
}
