package assay.report.compare;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.RunRecord;
import assay.core.record.RunRecord.Environment;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Machines, their names, and what differs between two of them or between two plans. */
class MachinesTest {
  private static final Difference ONE = new Difference("a", "1", "2");
  private static final Difference TWO = new Difference("b", "1", "2");
  private static final Instant START = Instant.parse("2026-10-01T02:00:00Z");

  private static Environment environment(@Nullable String host, Map<String, String> identity) {
    return Environment.of(
        host,
        identity,
        Map.of(),
        Map.of(),
        host == null ? List.of(new RunRecord.Unknown("host", "not readable")) : List.of());
  }

  @Test
  void aMachineIsCalledByItsHostAndProcessor() {
    Environment both = environment("lab-1", Map.of("cpu.model", "Ryzen"));
    assertThat(Machine.name(both)).isEqualTo("lab-1 (Ryzen)");
    assertThat(Machine.label(both)).isEqualTo("lab-1");
    Environment host = environment("lab-1", Map.of());
    assertThat(Machine.name(host)).isEqualTo("lab-1");
    assertThat(Machine.label(host)).isEqualTo("lab-1");
    Environment cpu = environment(null, Map.of("cpuModel", "Older", "cpu.model", "Ryzen"));
    assertThat(Machine.name(cpu)).isEqualTo("Ryzen");
    assertThat(Machine.label(cpu)).isEqualTo("Ryzen");
    assertThat(Machine.name(environment(null, Map.of("cpuModel", "Older")))).isEqualTo("Older");
    Environment nothing = environment(null, Map.of());
    assertThat(Machine.name(nothing)).isEqualTo(nothing.identityHash().substring(0, 12));
    assertThat(Machine.label(nothing)).isEqualTo(nothing.identityHash().substring(0, 12));
  }

  @Test
  void eachVerdictHasAWordAndItsDifferences() {
    assertThat(new MachineVerdict.Same())
        .returns("COMPARABLE", MachineVerdict::word)
        .returns(List.of(), MachineVerdict::identity)
        .returns(List.of(), MachineVerdict::settings);
    assertThat(new MachineVerdict.Warn(List.of(ONE), List.of(TWO)))
        .returns("WARN", MachineVerdict::word)
        .returns(List.of(ONE), MachineVerdict::identity)
        .returns(List.of(TWO), MachineVerdict::settings);
    assertThat(new MachineVerdict.NotComparable(List.of(ONE), List.of(TWO)))
        .returns("NOT_COMPARABLE", MachineVerdict::word)
        .returns(List.of(ONE), MachineVerdict::identity)
        .returns(List.of(TWO), MachineVerdict::settings);
    assertThat(ONE).hasToString("a: 1 → 2");
  }

  @Test
  void differencesAreListedByName() {
    assertThat(
            Machines.differences(
                Map.of("z", "1", "same", "1", "left", "1"),
                Map.of("z", "2", "same", "1", "right", "2")))
        .containsExactly(
            new Difference("left", "1", "not known"),
            new Difference("right", "not known", "2"),
            new Difference("z", "1", "2"));
  }

  private static RunRecord run(
      int number, Environment environment, int threads, Map<String, String> parameters) {
    RunRecord r =
        new SampleRuns(SampleSystem.number(0), START.plusSeconds(number), number).done().record();
    RunRecord.Plan p = r.plan();
    return new RunRecord(
        r.schemaVersion(),
        r.runId(),
        r.startedUtc(),
        r.finishedUtc(),
        r.suite(),
        r.seed(),
        r.assay(),
        environment,
        new RunRecord.Plan(
            p.suite(),
            p.workloads(),
            p.targets(),
            p.precisions(),
            threads,
            p.jvmArgs(),
            p.targetHalfWidthPercent(),
            p.maxForks(),
            p.budgetSeconds(),
            parameters),
        r.telemetry(),
        r.cells());
  }

  /** The plan has a list of its own; only the number of threads is the machine's. */
  @Test
  void onlyWhatIsOfTheMachineIsHeldAgainstIt() {
    Environment small = environment("h", Map.of("cpu", "a"));
    Environment more = environment("h", Map.of("cpu", "a", "microcode", "7"));
    Environment other = environment("h", Map.of("cpu", "b"));
    Map<String, String> ten = Map.of("iterations", "10");
    Map<String, String> twenty = Map.of("iterations", "20");
    RunRecord base = run(1, small, 4, ten);
    assertThat(Machines.compare(base, run(2, small, 4, twenty)))
        .isEqualTo(new MachineVerdict.Same());
    List<Difference> threads = List.of(new Difference("threads", "4", "2"));
    assertThat(Machines.compare(base, run(2, small, 2, twenty)))
        .isEqualTo(new MachineVerdict.Warn(List.of(), threads));
    assertThat(Machines.compare(base, run(2, more, 4, twenty)))
        .isEqualTo(
            new MachineVerdict.Warn(
                List.of(
                    new Difference(
                        "microcode", "not known, because the run does not list it", "7")),
                List.of()));
    assertThat(Machines.compare(base, run(2, other, 2, twenty)))
        .isEqualTo(
            new MachineVerdict.NotComparable(List.of(new Difference("cpu", "a", "b")), threads));
  }

  @Test
  void everyPartOfAPlanIsCompared() {
    RunRecord left = planned("nightly", 1, "0.1.0", "abc", List.of("-Xmx1g", "-Xint"), 1, 30, "10");
    RunRecord right = planned("quick", 2, "0.2.0", null, List.of(), 2, 6, null);
    assertThat(PlanDifferences.between(left, left)).isEmpty();
    assertThat(PlanDifferences.between(left, right))
        .extracting(Difference::toString)
        .containsExactly(
            "assay.commit: abc → not known",
            "assay.version: 0.1.0 → 0.2.0",
            "plan.iterations: 10 → not known",
            "plan.jvmArgs: -Xmx1g -Xint → ",
            "plan.maxForks: 30 → 6",
            "plan.targetHalfWidthPercent: 1.0 → 2.0",
            "seed: 1 → 2",
            "suite: nightly → quick");
  }

  private static RunRecord planned(
      String suite,
      long seed,
      String version,
      @Nullable String commit,
      List<String> jvmArgs,
      double halfWidth,
      int maxForks,
      @Nullable String iterations) {
    RunRecord r = new SampleRuns(SampleSystem.number(0), START, 1).done().record();
    Map<String, String> parameters = new TreeMap<>();
    if (iterations != null) {
      parameters.put("iterations", iterations);
    }
    RunRecord.Plan p = r.plan();
    return new RunRecord(
        r.schemaVersion(),
        r.runId(),
        r.startedUtc(),
        r.finishedUtc(),
        suite,
        seed,
        new RunRecord.Build(version, commit),
        r.environment(),
        new RunRecord.Plan(
            p.suite(),
            p.workloads(),
            p.targets(),
            p.precisions(),
            p.threads(),
            jvmArgs,
            halfWidth,
            maxForks,
            p.budgetSeconds(),
            parameters),
        r.telemetry(),
        r.cells());
  }
}
