package assay.report.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.Bridge;
import assay.core.record.CellId;
import assay.core.record.MetricKey;
import assay.core.record.SchemaVersion;
import assay.core.stats.Interval;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs of two programs, compared across a bridge between these. */
class BridgedComparisonTest {
  private static final Instant FIRST = Instant.parse("2026-10-01T02:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-10-01T07:00:00Z");
  private static final CellId GEMM = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd");
  private static final CellId OTHER = SampleRuns.id("gemm/m=256,n=256,k=256", "cpu-simd");
  private static final CellId TRAINING = SampleRuns.id("train/cnn-fashion,epochs=4", "cpu-simd");
  private static final SampleSystem OLD = program(0, "aaaa", "performance");
  private static final SampleSystem NEW = program(0, "bbbb", "performance");

  /** A machine with a program of these kernels. */
  private static SampleSystem program(int machine, String kernels, String governor) {
    SampleSystem system = SampleSystem.number(machine);
    Map<String, String> settings = new LinkedHashMap<>(system.settings());
    settings.put("governor", governor);
    settings.put("harness", "h-" + kernels);
    settings.put("kernels.cpu-simd", kernels);
    return new SampleSystem(
        system.name(),
        system.cpu(),
        system.gpu(),
        system.speed(),
        system.watts(),
        system.metered(),
        settings);
  }

  private static SampleRuns begun(SampleSystem system, Instant start) {
    return new SampleRuns(system, start, start.getEpochSecond()).forks(12);
  }

  private static SampleRun measured(SampleSystem system, Instant start) {
    return begun(system, start).measured(GEMM, 1).measured(TRAINING, 1).done();
  }

  private static RunData data(SampleRun run) {
    return RunData.of(run.record(), run.forks());
  }

  private static Bridge.Ratio ratio(MetricKey key, double ratio, double low, double high) {
    return new Bridge.Ratio(
        key, key.unit(), 1, 1, 12, ratio, new Available<>(new Interval(low, high, 0.95)), "FASTER");
  }

  /** A bridge of these ratios for every cell given. */
  private static Bridge bridge(
      SampleSystem before, SampleSystem after, List<Bridge.Ratio> ratios, CellId... cells) {
    return new Bridge(
        SchemaVersion.CURRENT,
        FIRST,
        SECOND,
        "nightly",
        42,
        12,
        Bridge.Program.of(measured(before, FIRST).record()),
        Bridge.Program.of(measured(after, FIRST).record()),
        List.of(),
        List.of(cells).stream().map(id -> new Bridge.Cell(id, new Available<>(ratios))).toList());
  }

  private static RunComparison compared(SampleRun base, SampleRun other, Bridge bridge) {
    return Comparison.of(Matching.SAME_TARGET, data(base), List.of(data(other)), null, bridge)
        .others()
        .getFirst();
  }

  private static Change.Ratio change(RunComparison found, int cell, MetricKey key) {
    return found.cells().get(cell).changes().stream()
        .filter(change -> change.key() == key)
        .map(Change.Ratio.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Interval interval(Change.Ratio ratio) {
    return ratio.estimate().toOptional().orElseThrow();
  }

  /** The ratio is divided by the bridge's, and half widths add in quadrature of logarithms. */
  @Test
  void theBaseIsScaledAndTheIntervalWidened() {
    SampleRun base = measured(OLD, FIRST);
    SampleRun other = measured(NEW, SECOND);
    double bridged = 1.04;
    double low = 1.03;
    double high = 1.045;
    Bridge bridge =
        bridge(
            OLD,
            NEW,
            List.of(
                ratio(MetricKey.TIME, bridged, low, high),
                ratio(MetricKey.FINAL_ACCURACY, bridged, low, high)),
            GEMM,
            TRAINING);
    RunComparison plain = Comparison.of(data(base), data(other)).others().getFirst();
    RunComparison found = compared(base, other, bridge);
    double own = Math.log(bridged / low);
    for (MetricKey key : List.of(MetricKey.TIME, MetricKey.FINAL_ACCURACY)) {
      Change.Ratio before = change(plain, 1, key);
      Change.Ratio after = change(found, 1, key);
      assertThat(after.ratio()).isEqualTo(before.ratio() / bridged, within(1e-12));
      assertThat(Math.log(interval(after).high() / after.ratio()))
          .as("%s", key)
          .isEqualTo(
              Math.hypot(Math.log(interval(before).high() / before.ratio()), own), within(1e-12));
      assertThat(Math.log(after.ratio() / interval(after).low()))
          .isEqualTo(
              Math.hypot(Math.log(before.ratio() / interval(before).low()), own), within(1e-12));
      double scale = key == MetricKey.TIME ? 1 / bridged : bridged;
      assertThat(after.base()).isEqualTo(scale * before.base(), within(1e-12));
      assertThat(after.other()).isEqualTo(before.other());
      assertThat(after.note()).contains("for the change of program that a bridge measured");
    }
    assertThat(found.warnings().getFirst())
        .startsWith(
            "values of run " + base.record().runId() + " are scaled by what the bridge of ");
    assertThat(found.means().getFirst().mean().ratio())
        .isEqualTo(plain.means().getFirst().mean().ratio() / bridged, within(1e-12));
  }

  /** A program that became slower is no machine that did. */
  @Test
  void whatTheProgramExplainsIsNoDifference() {
    SampleRun base = begun(OLD, FIRST).measured(GEMM, 1).done();
    SampleRun other = begun(NEW, SECOND).measured(GEMM, 1.1).done();
    Bridge bridge =
        bridge(OLD, NEW, List.of(ratio(MetricKey.TIME, 1 / 1.1, 0.998 / 1.1, 1.002 / 1.1)), GEMM);
    RunComparison plain = Comparison.of(data(base), data(other)).others().getFirst();
    assertThat(plain.cells().getFirst().verdict()).isEqualTo(Verdict.WORSE);
    assertThat(compared(base, other, bridge).cells().getFirst().verdict())
        .isIn(Verdict.SAME, Verdict.NO_DIFFERENCE_SHOWN);
  }

  @Test
  void whatTheBridgeLacksIsNotCompared() {
    SampleRun base = begun(OLD, FIRST).measured(GEMM, 1).measured(OTHER, 1).done();
    SampleRun other = begun(NEW, SECOND).measured(GEMM, 1).measured(OTHER, 1).done();
    Bridge one = bridge(OLD, NEW, List.of(ratio(MetricKey.TIME, 1, 0.99, 1.01)), GEMM);
    List<Bridge.Cell> cells = new ArrayList<>(one.cells());
    cells.add(new Bridge.Cell(OTHER, new Unavailable<>("only in new: unknown workload")));
    Bridge bridge =
        new Bridge(
            one.schemaVersion(),
            one.startedUtc(),
            one.finishedUtc(),
            one.suite(),
            one.seed(),
            one.rounds(),
            one.before(),
            one.after(),
            one.notes(),
            cells);
    RunComparison found = compared(base, other, bridge);
    assertThat(found.cells()).hasSize(1);
    assertThat(found.missing())
        .containsExactly(
            new NotCompared(
                OTHER,
                NotCompared.Side.BOTH,
                "the bridge has no ratio: only in new: unknown workload"));
    assertThat(found.cells().getFirst().changes())
        .contains(
            new Change.Missing(
                MetricKey.ENERGY_PER_EXECUTION,
                "the bridge has no ratio: it has no energyPerExecution of the cell"));
    assertThat(compared(base, other, one).missing().getFirst().reason())
        .isEqualTo("the bridge has no ratio: it has no such cell");
  }

  @Test
  void anotherMachineOrProgramIsRefusedAndNamed() {
    SampleRun base = measured(OLD, FIRST);
    SampleRun other = measured(NEW, SECOND);
    List<Bridge.Ratio> same = List.of(ratio(MetricKey.TIME, 1, 0.99, 1.01));
    assertThatThrownBy(() -> compared(base, other, bridge(OLD, OLD, same, GEMM)))
        .isInstanceOf(ComparisonException.class)
        .hasMessageContaining("its new program and run " + other.record().runId() + " differ in")
        .hasMessageContaining("kernels.cpu-simd: aaaa → bbbb")
        .hasMessageContaining("harness: h-aaaa → h-bbbb")
        .hasMessageNotContaining("its old program");
    assertThatThrownBy(() -> compared(base, other, bridge(NEW, OLD, same, GEMM)))
        .hasMessageContaining("its old program and run " + base.record().runId())
        .hasMessageContaining("its new program");
    SampleSystem elsewhere = program(1, "aaaa", "performance");
    assertThatThrownBy(() -> compared(base, other, bridge(elsewhere, NEW, same, GEMM)))
        .hasMessageContaining("cpuModel: Example CPU 9100 → Example CPU 9000");
    SampleRun threads = begun(NEW, SECOND).threads(8).measured(GEMM, 1).done();
    assertThatThrownBy(() -> compared(base, threads, bridge(OLD, NEW, same, GEMM)))
        .hasMessageContaining("threads: 16 → 8");
    SampleSystem unknown = SampleSystem.number(0);
    SampleRun bare = measured(unknown, FIRST);
    assertThatThrownBy(() -> compared(bare, other, bridge(unknown, NEW, same, GEMM)))
        .hasMessageContaining("kernels.cpu-simd: not known → not known");
  }

  @Test
  void otherSettingsOfTheBridgeAreSaid() {
    Bridge bridge =
        bridge(
            program(0, "aaaa", "powersave"),
            NEW,
            List.of(ratio(MetricKey.TIME, 1, 0.99, 1.01)),
            GEMM);
    SampleRun base = measured(OLD, FIRST);
    assertThat(compared(base, measured(NEW, SECOND), bridge).warnings())
        .contains(
            "the bridge was measured with other settings than "
                + base.record().runId()
                + ": governor: powersave → performance");
  }
}
