package assay.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Valid records with one component changed: what may stand in it, and what may not. */
class RecordRulesTest {
  private static final Training TRAINING = Fixtures.training(3.0);

  /** A copy of a record with another value in one component. */
  private static Record with(Record record, String component, @Nullable Object value)
      throws Throwable {
    RecordComponent[] parts = record.getClass().getRecordComponents();
    @Nullable Object[] values = new Object[parts.length];
    boolean found = false;
    for (int i = 0; i < parts.length; i++) {
      boolean same = parts[i].getName().equals(component);
      found |= same;
      parts[i].getAccessor().setAccessible(true);
      values[i] = same ? fitting(value, parts[i].getType()) : parts[i].getAccessor().invoke(record);
    }
    assertThat(found).as("%s has a component %s", record, component).isTrue();
    Constructor<? extends Record> constructor =
        record
            .getClass()
            .getDeclaredConstructor(
                Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** A value of another type would be refused too, by reflection and not by the record. */
  private static @Nullable Object fitting(@Nullable Object value, Class<?> type) {
    if (value instanceof Number number && (type == double.class || type == Double.class)) {
      return number.doubleValue();
    }
    if (value != null) {
      assertThat(value).isInstanceOf(MethodType.methodType(type).wrap().returnType());
    }
    return value;
  }

  private static void refuses(Record record, String component, Object... values) {
    for (Object value : values) {
      assertThatThrownBy(() -> with(record, component, value))
          .as("%s of %s", component, record.getClass())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void accepts(Record record, String component, Object... values) throws Throwable {
    for (Object value : values) {
      assertThat(with(record, component, value)).isNotNull();
    }
  }

  @Test
  void aTextThatMayBeMissingIsNeverEmpty() {
    RunRecord run = Fixtures.run();
    Energy energy =
        run.cells().stream()
            .map(cell -> cell.outcome().result())
            .filter(Objects::nonNull)
            .flatMap(result -> result.telemetry().energies().stream())
            .findFirst()
            .orElseThrow();
    ForkResult fork =
        Objects.requireNonNull(Fixtures.timed(Fixtures.GEMM, 0, 1).outcome().result());
    refuses(energy, "root", " ");
    refuses(energy, "note", "");
    refuses(Fixtures.context(0), "jvmVersion", "");
    refuses(Fixtures.PASSED, "detail", " ");
    refuses(run.assay(), "commit", "");
    refuses(fork, "excludedCause", "");
    refuses(new Outcome.Failed<>(Fixtures.CPU, "loops", "x", null), "engine", "");
    refuses(new Outcome.Invalid<>(Fixtures.CPU, "loops", Fixtures.WRONG, "x"), "engine", "");
    refuses(new Outcome.Measured<>(Fixtures.CPU, "loops", Fixtures.PASSED, "any"), "engine", "");
    refuses(new Outcome.Verified<>(Fixtures.POCL, "loops", Fixtures.PASSED, 1.0), "engine", "");
    refuses(
        new Outcome.Modelled<>(Fixtures.ARRAY, "rtl", Fixtures.PASSED, Fixtures.ROUTED),
        "engine",
        "");
  }

  @Test
  void numbersHaveTheirRanges() throws Throwable {
    RunRecord.Plan plan = Fixtures.run().plan();
    refuses(plan, "threads", 0);
    accepts(plan, "threads", 1);
    refuses(plan, "maxForks", 0);
    accepts(plan, "maxForks", 1);
    refuses(plan, "targetHalfWidthPercent", 0.0, -1.0, Double.NaN);
    refuses(plan, "budgetSeconds", -1.0, Double.POSITIVE_INFINITY);
    accepts(plan, "budgetSeconds", 0.0);
    refuses(Fixtures.context(0), "pid", -1L);
    refuses(
        new Outcome.Verified<>(Fixtures.POCL, null, Fixtures.PASSED, 1.0),
        "emulationSeconds",
        -1.0);
  }

  @Test
  void otherVersionsAreRefused() {
    refuses(Fixtures.run(), "schemaVersion", SchemaVersion.CURRENT + 1);
    refuses(Fixtures.timed(Fixtures.GEMM, 0, 1), "schemaVersion", SchemaVersion.CURRENT + 1);
  }

  @Test
  void accuraciesAreShares() throws Throwable {
    for (String component : List.of("finalAccuracy", "targetAccuracy")) {
      refuses(TRAINING, component, -1e-9, 1 + 1e-9, Double.NaN);
      accepts(TRAINING, component, 0.0, 1.0);
    }
    double[] accuracies = TRAINING.testAccuracy().toArray();
    accuracies[accuracies.length - 1] = 1.1;
    refuses(TRAINING, "testAccuracy", Series.of(accuracies));
    assertThatThrownBy(() -> with(TRAINING, "targetAccuracy", null))
        .hasMessage("epochs to the target without a target accuracy");
  }

  @Test
  void stepsAscend() throws Throwable {
    Training.LossCurve curve = new Training.LossCurve(List.of(1, 4), Series.of(2.0, 1.5));
    refuses(curve, "steps", List.of(0, 4), List.of(4, 4), List.of(4, 1), List.of(1));
    accepts(curve, "steps", List.of(2, 3));
    refuses(TRAINING.toTarget().toOptional().orElseThrow(), "epochs", 0);
  }

  private static Training tested(double... epochs) {
    return new Training(
        TRAINING.lossCurve(),
        TRAINING.testAccuracy(),
        Series.of(epochs),
        TRAINING.targetAccuracy(),
        TRAINING.toTarget(),
        TRAINING.finalAccuracy(),
        1,
        null,
        TRAINING.dataset());
  }

  /** 200 steps with two tests: after each epoch, or after the first half and after a whole one. */
  @Test
  void accuraciesAreTestedAfterEpochs() {
    assertThat(TRAINING.epochsAt(0)).isEqualTo(1);
    assertThat(TRAINING.epochsAt(1)).isEqualTo(2);
    assertThat(TRAINING.epochs()).isEqualTo(2);
    assertThat(TRAINING.stepsPerEpoch()).isEqualTo(100);
    Training halves = tested(0.5, 1);
    assertThat(halves.epochsAt(0)).isEqualTo(0.5);
    assertThat(halves.epochs()).isEqualTo(1);
    assertThat(halves.stepsPerEpoch()).isEqualTo(200);
    assertThatThrownBy(() -> tested(0.5)).hasMessage("2 accuracies, 1 epochs");
    for (double[] wrong : new double[][] {{0, 1}, {1, 1}, {1, 0.5}}) {
      assertThatThrownBy(() -> tested(wrong)).hasMessage("testEpochs must be above 0 and ascend");
    }
  }

  @Test
  void aTrainingWithoutTestsOrLossesHasNoEpochs() {
    Training blank =
        new Training(
            new Training.LossCurve(List.of(), Series.empty()),
            Series.empty(),
            null,
            new Availability.Unavailable<>("no target"),
            0.5,
            TRAINING.dataset());
    assertThat(blank.epochs()).isZero();
    assertThat(blank.stepsPerEpoch()).isZero();
  }

  @Test
  void aFoldIsOneOfAtLeastTwo() throws Throwable {
    Training.Fold fold = new Training.Fold(0, 2, 1);
    refuses(fold, "fold", -1, 2);
    accepts(fold, "fold", 1);
    refuses(fold, "folds", 1, 0);
    refuses(fold, "trainingImages", 0);
    refuses(tested(1, 2), "testImages", 0);
    assertThat(with(tested(1, 2), "fold", fold)).isInstanceOf(Training.class);
    assertThatThrownBy(() -> with(with(tested(1, 2), "fold", fold), "testImages", null))
        .hasMessage("a fold without its number of test images");
    refuses(TRAINING.dataset(), "sha256", "a".repeat(63), "A".repeat(64));
    refuses(TRAINING.dataset(), "name", " ");
    refuses(TRAINING.dataset(), "source", " ");
  }

  @Test
  void aForkKnowsItsPlaceAndItsJvm() throws Throwable {
    refuses(Fixtures.context(0), "fork", -1);
    refuses(Fixtures.context(0), "order", -1);
    accepts(Fixtures.context(0), "pid", 0L);
    JvmFlags jvm = Objects.requireNonNull(Fixtures.context(0).jvm());
    refuses(jvm, "arguments", " ");
    refuses(jvm, "collectors", "");
    RunRecord run = Fixtures.run();
    refuses(run, "suite", " ");
    refuses(run.assay(), "version", " ");
    refuses(new RunRecord.Unknown("what", "why"), "what", " ");
    refuses(new RunRecord.Unknown("what", "why"), "reason", " ");
  }

  @Test
  void aRunsNameHasItsStart() {
    assertThat(new RunId("20261122T051500Z-ab12cd").started())
        .contains(Instant.parse("2026-11-22T05:15:00Z"));
    assertThat(new RunId("20269922T051500Z-ab12cd").started()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aMetricIsFoundByItsIdAndItsFamily(MetricKey key) {
    assertThat(MetricKey.byId(key.id())).contains(key);
    assertThat(MetricKey.byId(key.id() + "x")).isEmpty();
    assertThat(key.meaning()).endsWith(".");
    for (MetricKey.Family family : MetricKey.Family.values()) {
      assertThat(MetricKey.of(family).contains(key)).isEqualTo(family == key.family());
    }
  }

  @Test
  void whatIsComparedAndWhatHasATableOfItsOwn() {
    assertThat(MetricKey.TIME.compared()).isTrue();
    assertThat(MetricKey.THROUGHPUT.compared()).isFalse();
    assertThat(MetricKey.Family.EXECUTION.table()).isFalse();
    assertThat(MetricKey.Family.LATENCY.table()).isTrue();
  }

  @Test
  void anOutcomeWithoutADeviceIsNoSimulation() {
    assertThat(new Outcome.Failed<>(null, null, "x", null).simulated()).isFalse();
    assertThat(new Outcome.Failed<>(Fixtures.CPU, null, "x", null).simulated()).isFalse();
    assertThat(new Outcome.Failed<>(Fixtures.POCL, null, "x", null).simulated()).isTrue();
    assertThat(new Outcome.Unavailable<>("x", null).engine()).isNull();
    assertThat(new Outcome.Measured<>(Fixtures.CPU, null, Fixtures.PASSED, "any").reason())
        .isNull();
  }
}
