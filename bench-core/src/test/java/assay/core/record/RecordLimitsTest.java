package assay.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.Interval;
import assay.core.stats.SteadyState;
import assay.core.telemetry.InterferenceKind;
import assay.core.telemetry.Share;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The least and the most that each part of the record takes, and what is beyond. */
class RecordLimitsTest {
  private static void refused(ThrowingCallable construction, String message) {
    assertThatIllegalArgumentException().isThrownBy(construction).withMessageContaining(message);
  }

  private static Metric metric(
      double median, @Nullable Double low, @Nullable Double high, long n, int forks) {
    return new Metric("s", median, low, high, n, forks, false, "why");
  }

  @Test
  void aMetricLiesInItsIntervalEndsIncluded() {
    assertThat(metric(1, 1.0, 2.0, 6, 6).ciLow()).isEqualTo(1);
    assertThat(metric(2, 1.0, 2.0, 6, 6).ciHigh()).isEqualTo(2);
    refused(() -> metric(0.99, 1.0, 2.0, 6, 6), "outside its interval 1.0 to 2.0");
    refused(() -> metric(2.01, 1.0, 2.0, 6, 6), "outside its interval");
    refused(() -> metric(1, 1.0, null, 6, 6), "both ends or none");
    refused(() -> metric(1, null, 1.0, 6, 6), "both ends or none");
    refused(() -> metric(1, 1.0, Double.POSITIVE_INFINITY, 6, 6), "ciHigh");
    refused(() -> metric(1, Double.NEGATIVE_INFINITY, 1.0, 6, 6), "ciLow");
  }

  @Test
  void aMetricHasAForkAndASampleOfEachFork() {
    assertThat(metric(1, null, null, 1, 1).forks()).isEqualTo(1);
    assertThat(metric(1, null, null, 3, 3).n()).isEqualTo(3);
    refused(() -> metric(1, null, null, 2, 3), "2 samples from 3 forks");
    refused(() -> metric(1, null, null, 0, 0), "0 samples from 0 forks");
    refused(() -> new Metric("s", 1, null, null, 1, 1, true, "why"), "needs a note");
    refused(() -> new Metric("s", 1, null, null, 1, 1, false, null), "needs a note");
    refused(() -> new Metric(" ", 1, null, null, 1, 1, false, "why"), "unit is missing");
    refused(() -> new Metric("s", 1, null, null, 1, 1, false, " "), "note is missing");
  }

  @Test
  void aReasonForNoIntervalComesBeforeTheNote() {
    Interval interval = new Interval(1, 3, 0.95);
    assertThat(Metric.of("s", 2, new Available<>(interval), 60, 6, true, "a note"))
        .isEqualTo(new Metric("s", 2, 1.0, 3.0, 60, 6, true, "a note"));
    assertThat(Metric.of("s", 2, new Unavailable<>("too few"), 30, 3, true, "a note"))
        .isEqualTo(new Metric("s", 2, null, null, 30, 3, false, "too few; a note"));
    assertThat(Metric.of("s", 2, new Unavailable<>("too few"), 30, 3, false, null).note())
        .isEqualTo("too few");
  }

  private static Energy energy(
      double joules, double seconds, long executions, @Nullable Double idle, @Nullable Double pm) {
    return new Energy(
        "package-0", "rapl", null, Share.PRIMARY, joules, seconds, executions, idle, pm, 1, "note");
  }

  @Test
  void anEnergyHasAWindowAndAnExecution() {
    Energy energy = energy(100, 4, 1, 20.0, 0.5);
    assertThat(energy.watts()).isEqualTo(25);
    assertThat(energy.joulesAboveIdle()).isEqualTo(20);
    assertThat(energy(100, 4, 1, null, null).joulesAboveIdle()).isNull();
    assertThat(energy(0, 4, 1, 0.0, 0.0).watts()).isZero();
    refused(() -> energy(100, 0, 1, null, null), "window above 0 s");
    refused(() -> energy(100, 4, 0, null, null), "at least one execution");
    refused(() -> energy(-1, 4, 1, null, null), "joules must not be negative");
    refused(() -> energy(1, 4, 1, -1.0, 0.0), "idleWatts");
    refused(() -> energy(1, 4, 1, 1.0, -1.0), "idlePlusMinusWatts");
    refused(() -> energy(1, 4, 1, 1.0, null), "together");
    refused(() -> energy(1, 4, 1, null, 1.0), "together");
    refused(
        () -> new Energy("d", "s", null, Share.PRIMARY, 1, 1, 1, null, null, 1, null),
        "a note is required");
    refused(
        () -> new Energy("d", "s", null, Share.PRIMARY, 1, 1, 1, null, null, -1, "n"),
        "uncertaintyPercent");
  }

  /** 60 J ± 1 % and 40 J ± 6 %: 3 J of 100 J. What surrounds the target is not its own. */
  @Test
  void uncertaintiesOfOwnDomainsAddUp() {
    Energy first = with(Share.PRIMARY, 60, 1);
    Energy second = with(Share.PRIMARY, 40, 6);
    Energy around = with(Share.SURROUNDING, 500, 50);
    assertThat(Energy.ownUncertaintyPercent(List.of(first, around, second)))
        .isEqualTo(3, within(1e-12));
    assertThat(Energy.ownUncertaintyPercent(List.of(around))).isNull();
    assertThat(Energy.ownUncertaintyPercent(List.of(with(Share.PRIMARY, 0, 1)))).isNull();
  }

  private static Energy with(Share share, double joules, double percent) {
    return new Energy("d", "s", null, share, joules, 1, 1, null, null, percent, "note");
  }

  private static EnergyReading reading(double joules, double seconds, long executions) {
    return new EnergyReading(
        "d", "s", null, Share.PRIMARY, joules, seconds, executions, 1.0, 0.5, null);
  }

  @Test
  void aReadingHasAWindowAndAnExecution() {
    assertThat(reading(0, 1e-9, 1).executions()).isEqualTo(1);
    refused(() -> reading(-1, 1, 1), "joules");
    refused(() -> reading(1, 0, 1), "window above 0 s");
    refused(() -> reading(1, 1, 0), "at least one execution");
    refused(
        () -> new EnergyReading("d", "s", null, Share.PRIMARY, 1, 1, 1, -1.0, 0, null),
        "calibrationPercent");
    refused(
        () -> new EnergyReading("d", "s", null, Share.PRIMARY, 1, 1, 1, null, -1, null),
        "windowPercent");
    refused(() -> new EnergyReading("d", "s", " ", Share.PRIMARY, 1, 1, 1, null, 0, null), "root");
    refused(() -> new EnergyReading("d", "s", null, Share.PRIMARY, 1, 1, 1, null, 0, " "), "note");
    refused(
        () -> new EnergyReading(" ", "s", null, Share.PRIMARY, 1, 1, 1, null, 0, null), "domain");
    refused(
        () -> new EnergyReading("d", " ", null, Share.PRIMARY, 1, 1, 1, null, 0, null), "source");
    refused(() -> new RefusedEnergy("d", "s", Share.PRIMARY, " "), "reason");
  }

  @Test
  void gaugesAreWeightedBySamples() {
    Gauge one = new Gauge("%", 10, 5, 15, 1);
    Gauge three = new Gauge("%", 50, 40, 60, 3);
    assertThat(one.with(three)).isEqualTo(new Gauge("%", 40, 5, 60, 4));
    assertThat(three.with(one)).isEqualTo(new Gauge("%", 40, 5, 60, 4));
    assertThat(new Gauge("%", 5, 5, 5, 1).min()).isEqualTo(5);
    refused(() -> new Gauge("%", 5, 5, 5, 0), "0 samples");
    refused(() -> new Gauge("%", 5, 6, 5, 1), "between 6.0 and 5.0");
  }

  @Test
  void interferenceIsThereAndSaysWhere() {
    assertThat(new Interference(InterferenceKind.THERMAL, 1.2345, "s", "package-0").text())
        .isEqualTo("thermal throttling: 1.23 s on package-0");
    assertThat(new Interference(InterferenceKind.HARDWARE_ERROR, 3, "1", "gpu-0").text())
        .isEqualTo("hardware error: 3.00 on gpu-0");
    refused(
        () -> new Interference(InterferenceKind.THERMAL, 0, "s", "package-0"), "must be above 0");
  }

  /** A power limit is a label; heat excludes samples, if there was any. */
  @Test
  void throttlingIsOfAKindThatExcludesSamples() {
    Map<InterferenceKind, Double> label =
        Map.of(InterferenceKind.POWER_CAP, 3.0, InterferenceKind.THERMAL, 0.0);
    assertThat(Throttle.of(label).throttled()).isFalse();
    assertThat(new Throttle(false, label)).isEqualTo(Throttle.of(label));
    Map<InterferenceKind, Double> hot = Map.of(InterferenceKind.THERMAL, 1e-9);
    assertThat(Throttle.of(hot).throttled()).isTrue();
    refused(() -> new Throttle(true, label), "throttled is true");
    refused(() -> new Throttle(false, hot), "throttled is false");
    refused(
        () -> new Throttle(false, Map.of(InterferenceKind.POWER_CAP, -1.0)),
        "POWER_CAP must not be negative");
  }

  @Test
  void aPassedCheckIsWithinItsBoundAndCheckedSomething() {
    assertThat(Verification.passed("entries", 1, 1, 1).passed()).isTrue();
    refused(() -> Verification.passed("entries", 1, 1.01, 1), "worst 1.01");
    refused(() -> Verification.passed("entries", 1, 0, 0), "elements 0");
    refused(() -> new Verification("entries", 1, null, true, null, 1), "worst null");
    refused(() -> new Verification("entries", 1, 2.0, false, null, 1), "in detail");
    refused(() -> new Verification("entries", -1, 2.0, false, "d", 1), "bound");
    refused(() -> new Verification("entries", 1, -2.0, false, "d", 1), "worst");
    refused(() -> new Verification("entries", 1, 2.0, false, "d", -1), "elementsChecked");
    assertThat(Verification.failed("entries", 1, Double.NaN, "d", 1).worst()).isNull();
    assertThat(Verification.failed("entries", 1, 2, "d", 1).worst()).isEqualTo(2);
  }

  /** Errors count relative to their bounds; what is not finite is worst of all. */
  @Test
  void theWorseOfTwoVerdicts() {
    Verification half = Verification.passed("a", 2, 1, 1);
    Verification quarter = Verification.passed("b", 1, 0.25, 1);
    Verification exact = Verification.passed("c", 0, 0, 1);
    Verification failed = Verification.failed("d", 1, 1.5, "d", 1);
    Verification worse = Verification.failed("e", 0.1, 1, "e", 1);
    Verification nan = Verification.failed("f", 1, Double.NaN, "f", 1);
    List<Verification> ordered = List.of(exact, quarter, half, failed, worse, nan);
    for (int i = 0; i < ordered.size(); i++) {
      for (int j = 0; j < ordered.size(); j++) {
        assertThat(Verification.worse(ordered.get(i), ordered.get(j)))
            .isSameAs(ordered.get(Math.max(i, j)));
      }
    }
    Verification alike = Verification.passed("g", 1, 0.5, 1);
    assertThat(Verification.worse(half, alike)).isSameAs(half);
    assertThat(Verification.worse(alike, half)).isSameAs(alike);
  }

  /** The fork with the largest error need not have that of every kind of tensor. */
  @Test
  void theWorseVerdictHasTheLargestErrorOfEachKind() {
    Verification stored =
        Verification.passed("a", 1, 0.98, 2).with(Map.of("parameters", 0.98, "loss", 0.1));
    Verification slots =
        Verification.passed("b", 1, 0.5, 2).with(Map.of("parameters", 0.3, "gradients", 0.5));
    Map<String, Double> largest = Map.of("parameters", 0.98, "loss", 0.1, "gradients", 0.5);
    assertThat(Verification.worse(stored, slots).parts()).isEqualTo(largest);
    assertThat(Verification.worse(slots, stored)).isEqualTo(stored.with(largest));
    Verification untold = Verification.passed("c", 1, 0.2, 2);
    assertThat(Verification.worse(untold, slots)).isSameAs(slots);
    refused(() -> stored.with(Map.of("loss", -0.1)), "loss");
  }

  /** The fork with the largest error need not be the one with the fewest bits. */
  @Test
  void theWorseVerdictHasTheFewerEffectiveBits() {
    Verification.EffectiveBits few = new Verification.EffectiveBits(20, 19, 18, 24);
    Verification.EffectiveBits many = new Verification.EffectiveBits(23, 23, 18, 24);
    Verification near = Verification.passed("a", 1, 0.5, 2).with(many);
    Verification far = Verification.passed("b", 1, 0.25, 2).with(few);
    assertThat(Verification.worse(near, far)).isEqualTo(near.with(few));
    assertThat(Verification.worse(far, near)).isEqualTo(near.with(few));
    Verification none = Verification.passed("c", 1, 0.75, 2);
    assertThat(Verification.worse(none, near)).isEqualTo(none.with(many));
    Verification flushed = far.with(Verification.Subnormals.FLUSHED);
    assertThat(Verification.worse(near.with(Verification.Subnormals.KEPT), flushed).subnormals())
        .isEqualTo(Verification.Subnormals.FLUSHED);
    assertThat(Verification.worse(near, flushed).subnormals())
        .isEqualTo(Verification.Subnormals.FLUSHED);
    assertThat(Verification.worse(flushed, far)).isSameAs(flushed);
    refused(() -> new Verification.EffectiveBits(24.5, 20, 18, 24), "no more effective bits");
    refused(() -> new Verification.EffectiveBits(20, -1, 18, 24), "worstRows");
  }

  @Test
  void aPeakIsAboveZero() {
    CellId id = new CellId("peak/fma", "cpu-simd", "f32");
    double least = Double.MIN_VALUE;
    assertThat(new Peak(id, Fixtures.CPU, least, least, 1).best()).isPositive();
    refused(() -> new Peak(id, Fixtures.CPU, 1, 0, 1), "above 0");
    refused(() -> new Peak(id, Fixtures.CPU, 1, 2, 1), "slower than the median");
    refused(() -> new Peak(id, Fixtures.CPU, 2, 1, 0), "needs a fork");
    assertThat(Peak.isPeak(id)).isTrue();
    assertThat(Peak.isPeak(new CellId("peak", "t", "f32"))).isTrue();
    assertThat(Peak.isPeak(new CellId("peaks/fma", "t", "f32"))).isFalse();
  }

  /** One sample is expected beyond p99 of 100 executions, and beyond p99.9 of 1,000. */
  @Test
  void aPercentileNeedsASampleBeyondIt() {
    for (int count : new int[] {1, 2, 9, 10, 99, 100, 999, 1000}) {
      double[] seconds = new double[count];
      for (int i = 0; i < count; i++) {
        seconds[i] = 1 + i;
      }
      Latency latency = Latency.of(seconds);
      assertThat(latency.count()).isEqualTo(count);
      assertThat(latency.percentiles().get(MetricKey.P50) instanceof Available)
          .isEqualTo(count >= 2);
      assertThat(latency.percentiles().get(MetricKey.P90) instanceof Available)
          .isEqualTo(count >= 10);
      assertThat(latency.percentiles().get(MetricKey.P99) instanceof Available)
          .isEqualTo(count >= 100);
      assertThat(latency.percentiles().get(MetricKey.P999) instanceof Available)
          .isEqualTo(count >= 1000);
    }
    assertThat(Latency.of(new double[] {1, 3}).percentiles().get(MetricKey.P50))
        .isEqualTo(new Available<>(2.0));
    assertThat(Latency.of(new double[] {1, 3}).percentiles().get(MetricKey.P99))
        .isEqualTo(new Unavailable<>("2 executions, p99 needs 100"));
    refused(() -> Latency.of(new double[0]), "at least one execution");
    refused(() -> new Latency(1, Map.of(), null), "percentiles must be");
    Map<MetricKey, Availability<Double>> negative =
        new EnumMap<>(Latency.of(new double[] {1}).percentiles());
    negative.put(MetricKey.P90, new Available<>(-1.0));
    refused(() -> new Latency(1, negative, null), "p90 must not be negative");
  }

  /** Half of a bucket of 2048 in a factor of two: 0.05 %. */
  @Test
  void aHistogramKeepsEveryExecutionToThreeDigits() {
    double[] seconds = new double[5_000];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = 1e-7 * Math.exp(20.0 * i / seconds.length);
    }
    Latency latency = Latency.of(seconds);
    assertThat(Objects.requireNonNull(latency.histogram()).length()).isLessThan(16_000);
    int i = 0;
    for (var entry : Objects.requireNonNull(latency.counts()).entrySet()) {
      for (long k = 0; k < entry.getValue(); k++) {
        assertThat(entry.getKey()).isCloseTo(seconds[i++], withinPercentage(0.6));
      }
    }
    assertThat(i).isEqualTo(seconds.length);
    assertThat(new Latency(1, Latency.of(new double[] {1}).percentiles(), null).counts()).isNull();
  }

  @Test
  void stepsAreBoundedAndKeepTheirSum() {
    double[] few = {0.1, 0.2};
    assertThat(Timing.Steps.of(few)).isEqualTo(new Timing.Steps(1, Series.of(few)));
    double[] many = new double[2_500];
    for (int i = 0; i < many.length; i++) {
      many[i] = 1 + i;
    }
    Timing.Steps steps = Timing.Steps.of(many);
    assertThat(steps.perValue()).isEqualTo(3);
    Timing.Steps most = Timing.Steps.of(Arrays.copyOf(many, Timing.MAX_STEPS));
    assertThat(most.perValue()).isEqualTo(1);
    assertThat(most.seconds().size()).isEqualTo(Timing.MAX_STEPS);
    assertThat(steps.seconds().size()).isEqualTo(834);
    assertThat(steps.seconds().get(0)).isEqualTo(2);
    assertThat(steps.seconds().get(833)).isEqualTo(2_500);
  }

  /** Epochs are too few to tell; their steps are not. */
  @Test
  void trainingIsClassifiedByItsSteps() {
    double[] warmup = new double[20];
    double[] steps = new double[60];
    Arrays.setAll(warmup, i -> i < 10 ? 2 : 1);
    Arrays.fill(steps, 1);
    Timing timing = Timing.ofHost(new double[] {1}, warmup, "no clock", null);
    assertThat(timing.steadyState()).isEqualTo(SteadyState.UNCLASSIFIED);
    assertThat(timing.with(Timing.Steps.of(steps)).steadyState()).isEqualTo(SteadyState.WARM_UP);
  }

  @Test
  void aWarmUpTookTimeAndSaysWhatWasNotStable() {
    WarmupResult.Clock clock = new WarmupResult.Clock("cpu", 1e9);
    assertThat(new WarmupResult(1, "clock", new Available<>(clock)).clockUnsettled()).isTrue();
    assertThat(new WarmupResult(1, "times", new Available<>(clock)).clockUnsettled()).isFalse();
    assertThat(new WarmupResult(1, null, new Unavailable<>("none")).clockUnsettled()).isFalse();
    assertThat(new WarmupResult(1, "times", new Unavailable<>("none")).unsettled())
        .isEqualTo("times");
    refused(() -> new WarmupResult(0, null, new Available<>(clock)), "above 0");
    refused(() -> new WarmupResult(1, "noise", new Available<>(clock)), "noise");
    refused(() -> new WarmupResult(1, "clock", new Unavailable<>("none")), "cannot be unstable");
    refused(() -> new WarmupResult.Clock("cpu", -1.0), "hertz");
    refused(() -> new WarmupResult.Clock(" ", 1.0), "name");
  }

  @Test
  void aSeriesIsACopyOfFiniteNumbers() {
    double[] values = {1, 2};
    Series series = Series.of(values);
    values[0] = 9;
    series.toArray()[1] = 9;
    assertThat(series.toArray()).containsExactly(1, 2);
    assertThat(series.get(1)).isEqualTo(2);
    assertThat(series.size()).isEqualTo(2);
    assertThat(series.isEmpty()).isFalse();
    assertThat(Series.empty().isEmpty()).isTrue();
    assertThat(Series.of(List.of(1.0, 2.0))).isEqualTo(series).hasSameHashCodeAs(series);
    assertThat(Series.of(1, 3)).isNotEqualTo(series);
    assertThat(Series.of(1, 3).hashCode()).isNotEqualTo(series.hashCode());
    assertThat(series.toString()).isEqualTo("[1.0, 2.0]");
    refused(() -> Series.of(1, Double.NaN), "value 1");
  }

  @Test
  void runsAreNamedByTheirStart() {
    Instant start = Instant.parse("2026-11-22T05:15:00Z");
    RunId id = RunId.create(start, new SplittableRandom(1));
    assertThat(id.value()).matches("20261122T051500Z-[0-9a-z]{6}");
    assertThat(RunId.create(start, new SplittableRandom(2))).isNotEqualTo(id);
    assertThat(id.toString()).isEqualTo(id.value());
    RunId later = RunId.create(start.plusSeconds(1), new SplittableRandom(1));
    assertThat(id).isLessThan(later);
    assertThat(later).isGreaterThan(id);
    assertThat(RunId.isRunId(id.value())).isTrue();
    assertThat(RunId.isRunId("20261122T051500Z-ab12c")).isFalse();
    refused(() -> new RunId("latest"), "not a run id: latest");
  }

  @Test
  void aColdCellIsNamedSo() {
    assertThat(new CellId("gemm/m=1,n=1,k=1,cache=cold", "t", "f32").cold()).isTrue();
    assertThat(new CellId("gemm/m=1,n=1,k=1", "t", "f32").cold()).isFalse();
    assertThat(new CellId("gemm/m=1,n=1,k=1", "t", "f32"))
        .hasToString("gemm/m=1,n=1,k=1 on t in f32");
    refused(() -> new CellId(" ", "t", "f32"), "workload");
    refused(() -> new CellId("w", " ", "f32"), "target");
    refused(() -> new CellId("w", "t", " "), "precision");
  }

  private static RunTelemetry.Idle idle(@Nullable Double watts, @Nullable Double plusMinus) {
    return new RunTelemetry.Idle("package-0", "rapl", watts, plusMinus, "before");
  }

  @Test
  void whatARunSawOfItsMachine() {
    assertThat(idle(0.0, 0.0).watts()).isZero();
    assertThat(idle(null, null).watts()).isNull();
    refused(() -> idle(1.0, null), "together");
    refused(() -> idle(null, 1.0), "together");
    refused(() -> idle(-1.0, 1.0), "watts");
    refused(() -> idle(1.0, -1.0), "plusMinusWatts");
    RunTelemetry off = RunTelemetry.none("it was switched off");
    assertThat(off.off()).isEqualTo("it was switched off");
    assertThat(off.sources()).isEmpty();
    RunTelemetry on =
        new RunTelemetry(null, new Available<>(1.0), 0.0, List.of(), List.of(), List.of());
    assertThat(on.off()).isNull();
    refused(
        () -> new RunTelemetry(null, new Available<>(-1.0), 0.0, List.of(), List.of(), List.of()),
        "periodSeconds");
    refused(
        () -> new RunTelemetry(null, new Available<>(1.0), -1.0, List.of(), List.of(), List.of()),
        "samplerPercentOfCore");
    refused(
        () -> new RunTelemetry(" ", new Available<>(1.0), 1.0, List.of(), List.of(), List.of()),
        "root");
    refused(() -> new RunTelemetry.CrossChecked("d", "load", true, " "), "text");
    refused(() -> new RunTelemetry.CrossChecked(" ", "load", true, "t"), "domain");
    refused(() -> new RunTelemetry.CrossChecked("d", " ", true, "t"), "when");
  }

  @Test
  void aSourceSaysWhatItGivesOrWhyNot() {
    RunTelemetry.Source there =
        new RunTelemetry.Source("rapl", true, new Available<>("1 domain"), List.of());
    assertThat(there.available()).isTrue();
    assertThat(there.finding()).isEqualTo("1 domain");
    assertThat(there.remedy()).isNull();
    var advice = new assay.core.availability.Remedy.Advice("load the module");
    RunTelemetry.Source gone =
        new RunTelemetry.Source("ipmi", true, new Unavailable<>("no device", advice), List.of());
    assertThat(gone.available()).isFalse();
    assertThat(gone.finding()).isEqualTo("no device");
    assertThat(gone.remedy()).isEqualTo(advice);
    refused(() -> new RunTelemetry.Gap(" ", "r", advice), "what");
    refused(() -> new RunTelemetry.Gap("w", " ", advice), "reason");
  }
}
