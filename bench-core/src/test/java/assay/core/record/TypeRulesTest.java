package assay.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.device.ModelFigures;
import assay.core.device.Synthesis;
import assay.core.stats.SteadyState;
import assay.core.telemetry.InterferenceKind;
import assay.core.telemetry.Share;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the types do not let anybody write. */
class TypeRulesTest {
  private static void refused(ThrowingCallable construction) {
    assertThatIllegalArgumentException().isThrownBy(construction);
  }

  /** The rule of the whole record: only what was measured on hardware has a place for a result. */
  @Test
  void onlyOneOutcomeHasAResult() {
    for (Class<?> outcome : Outcome.class.getPermittedSubclasses()) {
      List<RecordComponent> parts = Arrays.asList(outcome.getRecordComponents());
      boolean measured = outcome.equals(Outcome.Measured.class);
      assertThat(parts.stream().anyMatch(part -> part.getGenericType() instanceof TypeVariable<?>))
          .as("%s", outcome)
          .isEqualTo(measured);
      List<Class<?>> types = parts.stream().<Class<?>>map(RecordComponent::getType).toList();
      assertThat(types)
          .as("%s", outcome)
          .doesNotContain(
              CellResult.class,
              ForkResult.class,
              Metric.class,
              Timing.class,
              Energy.class,
              Telemetry.class,
              Training.class,
              Map.class);
      if (measured) {
        assertThat(types).contains(Device.Hardware.class);
      }
    }
  }

  @Test
  void nothingHoldsNanOrInfinity() {
    double nan = Double.NaN;
    double infinite = Double.POSITIVE_INFINITY;
    refused(() -> Series.of(1, nan));
    refused(() -> Series.of(infinite));
    refused(() -> new Metric("s", nan, null, null, 1, 1, false, "x"));
    refused(() -> new Metric("s", 1, 0.0, infinite, 6, 6, false, null));
    refused(() -> new Energy("a", "b", null, Share.PRIMARY, infinite, 1, 1, null, null, 1, "x"));
    refused(() -> new Gauge("%", nan, 0, 1, 1));
    refused(() -> new Throttle(false, Map.of(InterferenceKind.THERMAL, nan)));
    refused(() -> new Verification("c", nan, 0.0, true, null, 1));
    refused(() -> new Peak(Fixtures.PEAK, Fixtures.CPU, infinite, 1, 1));
    assertThat(Fixtures.WRONG.worst()).isNull();
  }

  @Test
  void aMetricExplainsWhatItLacks() {
    refused(() -> new Metric("s", 1, null, null, 1, 1, false, null));
    refused(() -> new Metric("s", 1, null, null, 1, 1, true, "x"));
    refused(() -> new Metric("s", 1, 0.9, null, 6, 6, false, "x"));
    refused(() -> new Metric("s", 1, 1.1, 1.2, 6, 6, false, null));
    refused(() -> new Metric("s", 1, 0.9, 1.1, 5, 6, false, null));
    refused(() -> new Metric("", 1, 0.9, 1.1, 6, 6, false, null));
  }

  @Test
  void aVerdictIsConsistent() {
    refused(() -> Verification.passed("c", 1, 1.5, 10));
    refused(() -> Verification.passed("c", 1, Double.NaN, 10));
    refused(() -> Verification.passed("c", 1, 0.5, 0));
    refused(() -> new Verification("c", 1, 2.0, false, null, 10));
    assertThat(Verification.worse(Fixtures.PASSED, Fixtures.WRONG)).isEqualTo(Fixtures.WRONG);
    Verification closer = Verification.passed("freivalds", 1, 0.5, 64);
    Verification farther = Verification.passed("freivalds", 1, 0.25, 64);
    assertThat(Verification.worse(farther, closer)).isEqualTo(closer);
    Verification exact = Verification.passed("exact", 0, 0, 64);
    assertThat(Verification.worse(exact, closer)).isEqualTo(closer);
  }

  @Test
  void outcomesMatchTheirVerdict() {
    refused(() -> new Outcome.Verified<>(Fixtures.POCL, null, Fixtures.WRONG, null));
    refused(() -> new Outcome.Invalid<>(Fixtures.CPU, null, Fixtures.PASSED, "x"));
    refused(() -> new Outcome.Unavailable<>(" ", null));
    refused(() -> new Outcome.Measured<>(Fixtures.CPU, null, Fixtures.WRONG, "any"));
    refused(() -> new Outcome.Modelled<>(Fixtures.ARRAY, null, Fixtures.WRONG, Fixtures.ROUTED));
    refused(() -> new Outcome.Failed<>(null, null, "", null));
    refused(() -> new Outcome.TimedOut<>(null, " ", "x", null));
  }

  @Test
  void aModelCountsNoMoreThanItsPeak() {
    assertThat(Fixtures.ROUTED.shareOfPeak()).isBetween(0.9999, 1.0);
    assertThat(Fixtures.NOT_ROUTED.macsPerCycle()).isEqualTo(16);
    refused(() -> new ModelFigures(2, 33, 16, Fixtures.ROUTED.synthesis()));
    refused(() -> new ModelFigures(0, 1, 1, Fixtures.ROUTED.synthesis()));
    refused(() -> new ModelFigures(1, 0, 1, Fixtures.ROUTED.synthesis()));
    refused(() -> new Synthesis("p", 0, 1, 1, 0, 0, 1, 2, java.util.Map.of("t", "1")));
    refused(() -> new Synthesis("p", 1, 1, 1, 0, 0, 3, 2, java.util.Map.of("t", "1")));
    refused(() -> new Synthesis("p", 1, 1, 1, 0, 0, 1, 2, java.util.Map.of()));
  }

  @Test
  void timesAreAboveZeroAndThere() {
    double[] none = {};
    refused(() -> Timing.ofHost(none, none, "no clock", null));
    refused(() -> Timing.ofHost(new double[] {0}, none, "no clock", null));
    refused(() ->
        new Timing(
            Map.of(MetricKey.TIME, new Availability.Available<>(Series.of(1))),
            Series.of(0),
            SteadyState.UNCLASSIFIED,
            null,
            null,
            null));
    refused(() -> Timing.ofDevice(new double[] {1}, none, none, null));
    refused(() -> new Timing(Map.of(), Series.empty(), SteadyState.UNCLASSIFIED, null, null, null));
    refused(() -> new InputSets(0, false, "none"));
    refused(() -> new InputSets(1, true, "one alone"));
    refused(() -> new InputSets(2, true, " "));
    refused(
        () -> Timing.ofHost(new double[] {1}, none, "no clock", null).with(MetricKey.P50, none));
    refused(() ->
        Timing.ofHost(new double[] {1}, none, "no clock", null).with(MetricKey.DEVICE_BUSY, 1));
    refused(() -> Latency.of(none));
    refused(() -> new Latency(10, Map.of(MetricKey.P50, new Availability.Available<>(1.0)), null));
    Latency latency = Latency.of(new double[] {1, 2});
    refused(() -> new Latency(3, latency.percentiles(), latency.histogram()));
    refused(() -> new Latency(2, latency.percentiles(), "AAAA"));
    refused(() -> new Latency(2, latency.percentiles(), "no Base64"));
    refused(() -> Timing.Steps.of(none));
    refused(() -> Timing.Steps.of(new double[] {1, 0}));
    refused(() -> new Timing.Steps(0, Series.of(1.0)));
    refused(() -> new Timing.Steps(1, Series.of(new double[Timing.MAX_STEPS + 1])));
  }

  @Test
  void aRunHasEachCellOnceAndEndsAfterItsStart() {
    RunRecord run = Fixtures.run();
    Cell cell = run.cells().getFirst();
    refused(() -> copy(run, Fixtures.START, List.of(cell, cell)));
    refused(() -> copy(run, Fixtures.START.minusSeconds(1), List.of(cell)));
  }

  private static RunRecord copy(RunRecord run, java.time.Instant finished, List<Cell> cells) {
    return new RunRecord(
        SchemaVersion.CURRENT,
        run.runId(),
        run.startedUtc(),
        finished,
        run.suite(),
        run.seed(),
        run.assay(),
        run.environment(),
        run.plan(),
        run.telemetry(),
        cells);
  }

  @Test
  void mapsKeepTheirOrderAndCannotBeChanged() {
    Map<String, String> details = new java.util.LinkedHashMap<>();
    for (int i = 9; i >= 0; i--) {
      details.put("d" + i, "x");
    }
    Device device = new Device.Hardware("cpu", details);
    assertThat(List.copyOf(device.details().keySet())).isEqualTo(List.copyOf(details.keySet()));
    details.clear();
    assertThat(device.details()).hasSize(10);
  }
}
