package assay.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability;
import assay.core.program.Rate;
import assay.core.program.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The seed is the unit of training statistics, and a seed that misses the target sorts last. */
class TrainingMetricsTest {
  private static final CellSummary.Request REQUEST =
      new CellSummary.Request(
          Fixtures.TRAIN, new Work(null, null, 64L), Rate.SAMPLES, 0.01, List.of(), List.of());

  /** One seed each; null is one that missed the target. */
  private static List<ForkRecord> seeds(@Nullable Double... secondsToTarget) {
    List<ForkRecord> forks = new ArrayList<>();
    for (Double seconds : secondsToTarget) {
      forks.add(fork(forks.size(), Fixtures.training(seconds), Telemetry.missing("no counter")));
    }
    return forks;
  }

  private static ForkRecord fork(
      int number, Training training, Telemetry<EnergyReading> telemetry) {
    Timing timing = Timing.ofHost(new double[] {0.1}, new double[0], "no clock", null);
    return new ForkRecord(
        Fixtures.TRAIN,
        context(number, 42 + number),
        new Outcome.Measured<>(
            Fixtures.CPU,
            null,
            Fixtures.PASSED,
            new ForkResult(timing, training, telemetry, null, null)));
  }

  private static ForkContext context(int number, long seed) {
    ForkContext some = Fixtures.context(number);
    return new ForkContext(
        number, some.order(), some.startedUtc(), seed, some.jvmVersion(), some.pid());
  }

  private static CellResult result(List<ForkRecord> forks) {
    return Objects.requireNonNull(CellSummary.summarise(REQUEST, forks).outcome().result());
  }

  private static Metric metric(List<ForkRecord> forks, MetricKey key) {
    CellResult result = result(forks);
    Metric metric = result.metric(key);
    assertThat(metric).as(() -> key + ": " + result.whyNot(key)).isNotNull();
    return Objects.requireNonNull(metric);
  }

  @Test
  void epochsAndSecondsToTheTargetAreApart() {
    List<ForkRecord> forks = seeds(10.0, 11.0, 12.0, 13.0, 14.0, 15.0);
    Metric seconds = metric(forks, MetricKey.TIME_TO_TARGET);
    assertThat(seconds.median()).isEqualTo(12.5);
    assertThat(seconds.ciLow()).isEqualTo(10);
    assertThat(seconds.ciHigh()).isEqualTo(15);
    assertThat(seconds.note()).isNull();
    Metric epochs = metric(forks, MetricKey.EPOCHS_TO_TARGET);
    assertThat(epochs.median()).isEqualTo(2);
    assertThat(epochs.unit()).isEqualTo("1");
    assertThat(epochs.forks()).isEqualTo(6);
  }

  /** Until now one miss made the whole metric unavailable. */
  @Test
  void aSeedThatMissesTheTargetSortsLast() {
    Metric seconds = metric(seeds(10.0, null, 12.0, 13.0, 14.0, 15.0), MetricKey.TIME_TO_TARGET);
    assertThat(seconds.median()).isEqualTo(13.5);
    assertThat(seconds.n()).isEqualTo(6);
    assertThat(seconds.ciLow()).isNull();
    assertThat(seconds.precisionMet()).isFalse();
    assertThat(seconds.note())
        .isEqualTo(
            "the interval from 10.00 s has no upper end, since too few seeds reached the target;"
                + " 5 of 6 seeds reached the target accuracy 0.85 in 2 epochs");
  }

  /** The interval of twelve lies between the third and the tenth. */
  @Test
  void anIntervalWhoseUpperEndReachedTheTargetIsOne() {
    Metric seconds =
        metric(
            seeds(10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 18.0, 19.0, 20.0, null),
            MetricKey.TIME_TO_TARGET);
    assertThat(seconds.median()).isEqualTo(15.5);
    assertThat(seconds.ciLow()).isEqualTo(12);
    assertThat(seconds.ciHigh()).isEqualTo(19);
    assertThat(seconds.note())
        .isEqualTo("11 of 12 seeds reached the target accuracy 0.85 in 2 epochs");
  }

  @Test
  void aMedianNeedsMoreThanHalf() {
    for (MetricKey key : List.of(MetricKey.TIME_TO_TARGET, MetricKey.EPOCHS_TO_TARGET)) {
      assertThat(result(seeds(10.0, null, 12.0, null, null, 15.0)).whyNot(key))
          .isEqualTo(
              "3 of 6 seeds reached the target accuracy 0.85 in 2 epochs, a median needs more"
                  + " than half");
      assertThat(result(seeds((Double) null)).whyNot(key))
          .startsWith("0 of 1 seed reached the target accuracy");
    }
    assertThat(metric(seeds(10.0, null, 12.0), MetricKey.TIME_TO_TARGET).median()).isEqualTo(12);
  }

  @Test
  void withoutATargetThereIsNoTimeToIt() {
    Training some = Fixtures.training(null);
    Training aimless =
        new Training(
            some.lossCurve(),
            some.testAccuracy(),
            null,
            new Availability.Unavailable<>("the workload has no target accuracy"),
            some.finalAccuracy(),
            some.dataset());
    CellResult result = result(List.of(fork(0, aimless, Telemetry.missing("no counter"))));
    assertThat(result.whyNot(MetricKey.EPOCHS_TO_TARGET))
        .isEqualTo("the workload has no target accuracy");
    assertThat(result.metric(MetricKey.FINAL_ACCURACY)).isNotNull();
  }

  /** Six forks of one seed once gave an interval of width 0. */
  @Test
  void forksOfOneSeedAreOneTrainingRun() {
    List<ForkRecord> forks = new ArrayList<>();
    for (ForkRecord fork : seeds(10.0, 10.5, 11.0, 11.5, 12.0, 12.5)) {
      forks.add(new ForkRecord(fork.cell(), context(fork.context().fork(), 42), fork.outcome()));
    }
    Metric accuracy = metric(forks, MetricKey.FINAL_ACCURACY);
    assertThat(accuracy.ciLow()).isNull();
    assertThat(accuracy.note())
        .isEqualTo("6 training runs from 1 seed: a run repeated from its seed is the same run");
    assertThat(metric(forks, MetricKey.TIME_TO_TARGET).ciLow()).isNull();
    assertThat(metric(seeds(10.0, 10.5, 11.0, 11.5, 12.0, 12.5), MetricKey.FINAL_ACCURACY).ciLow())
        .isEqualTo(0.86);
  }

  @Test
  void fewSeedsGiveNoInterval() {
    Metric accuracy = metric(seeds(10.0, 11.0), MetricKey.FINAL_ACCURACY);
    assertThat(accuracy.median()).isEqualTo(0.86);
    assertThat(accuracy.note()).isEqualTo("2 seeds, an interval needs 6");
  }

  private static Training tested(int images, Training.@Nullable Fold fold, double accuracy) {
    Training some = Fixtures.training(10.0);
    return new Training(
        some.lossCurve(),
        some.testAccuracy(),
        Series.of(0.5, 1),
        some.targetAccuracy(),
        some.toTarget(),
        accuracy,
        images,
        fold,
        some.dataset());
  }

  /** √(0.78 · 0.22/2000) = 0.0093. */
  @Test
  void theTestImagesAreASampleToo() {
    List<ForkRecord> forks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      forks.add(fork(i, tested(2000, null, 0.78), Telemetry.missing("no counter")));
    }
    assertThat(metric(forks, MetricKey.FINAL_ACCURACY).note())
        .isEqualTo(
            "not in the interval: the 2000 test images are a sample, standard error 0.93 points");
  }

  private static List<ForkRecord> folds(int... order) {
    double[] accuracy = {0.78, 0.79, 0.80, 0.81, 0.82};
    List<ForkRecord> forks = new ArrayList<>();
    for (int fold : order) {
      forks.add(
          fork(
              forks.size(),
              tested(2400, new Training.Fold(fold, 5, 9600), accuracy[fold]),
              Telemetry.missing("no counter")));
    }
    return forks;
  }

  /** As in the test of the interval: 2.776445 · √((1/5 + 1/4) · 0.00025). */
  @Test
  void foldsHaveAMeanAndACorrectedInterval() {
    Metric mean = metric(folds(0, 1, 2, 3, 4), MetricKey.CROSS_VALIDATED_ACCURACY);
    assertThat(mean.median()).isEqualTo(0.8, within(1e-12));
    double half = 2.776445 * Math.sqrt(0.45 * 2.5e-4);
    assertThat(mean.ciLow()).isEqualTo(0.8 - half, within(1e-7));
    assertThat(mean.ciHigh()).isEqualTo(0.8 + half, within(1e-7));
    assertThat(mean.n()).isEqualTo(5);
    assertThat(mean.note())
        .isEqualTo(
            "mean over 5 folds; t interval corrected for shared training images (Nadeau and"
                + " Bengio)");
  }

  /** A fold whose fork was excluded is run again, after others that then have a second one. */
  @Test
  void eachFoldCountsOnce() {
    assertThat(metric(folds(0, 1, 3, 4, 0, 1, 2), MetricKey.CROSS_VALIDATED_ACCURACY).median())
        .isEqualTo(0.8, within(1e-12));
    assertThat(result(folds(0, 1, 4, 1)).whyNot(MetricKey.CROSS_VALIDATED_ACCURACY))
        .isEqualTo("3 of 5 folds were trained, the mean needs all");
  }

  @Test
  void foldsAreNoIndependentSeeds() {
    List<ForkRecord> forks = folds(0, 1, 2, 3, 4, 0);
    assertThat(result(forks).whyNot(MetricKey.FINAL_ACCURACY))
        .isEqualTo("each fold has other test images, see crossValidatedAccuracy");
    Metric seconds = metric(forks, MetricKey.TIME_TO_TARGET);
    assertThat(seconds.ciLow()).isNull();
    assertThat(seconds.note())
        .isEqualTo("folds share training images, so they are not independent");
    assertThat(result(seeds(10.0)).metrics()).doesNotContainKey(MetricKey.CROSS_VALIDATED_ACCURACY);
  }

  private static CellSummary.Request planned(int seeds) {
    return new CellSummary.Request(
        Fixtures.TRAIN, new Work(null, null, 64L), Rate.SAMPLES, 0.01, List.of(), List.of(), seeds);
  }

  private static Metric accuracy(CellSummary.Request request, List<ForkRecord> forks) {
    return Objects.requireNonNull(
        Objects.requireNonNull(CellSummary.summarise(request, forks).outcome().result())
            .metric(MetricKey.FINAL_ACCURACY));
  }

  /** The budget may end before the seeds that were planned. */
  @Test
  void fewerSeedsThanPlannedAreSaid() {
    List<ForkRecord> four = seeds(10.0, 11.0, 12.0, 13.0);
    Metric accuracy = accuracy(planned(10), four);
    assertThat(accuracy.ciLow()).isNull();
    assertThat(accuracy.forks()).isEqualTo(4);
    assertThat(accuracy.note())
        .isEqualTo("4 seeds, an interval needs 6; only 4 of 10 planned seeds were trained");
    assertThat(accuracy(planned(4), four).note()).isEqualTo("4 seeds, an interval needs 6");
  }

  /** 80 J in a window of 100 steps are 0.8 J a step; two epochs of 100 steps reach the target. */
  @Test
  void joulesToTheTargetAreCensoredAlike() {
    List<ForkRecord> forks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Training training = Fixtures.training(i == 2 ? null : 10.0);
      forks.add(fork(i, training, Fixtures.seen(80 + i, List.of())));
    }
    Metric joules = metric(forks, MetricKey.ENERGY_TO_TARGET);
    // 160, 162, missed, 166, 168, 170
    assertThat(joules.median()).isEqualTo(167, within(1e-9));
    assertThat(joules.note())
        .startsWith("the interval from 160.0 J has no upper end")
        .contains("5 of 6 seeds reached the target accuracy 0.85 in 2 epochs")
        .contains("joules per step in the energy window × steps to the target");
    for (int i = 3; i < 5; i++) {
      forks.set(i, fork(i, Fixtures.training(null), Fixtures.seen(80, List.of())));
    }
    assertThat(result(forks).whyNot(MetricKey.ENERGY_TO_TARGET)).startsWith("3 of 6 seeds");
  }
}
