package assay.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What makes two runs comparable, and that the verdict has no side. */
class ComparabilityTest {
  private static final int ROUNDS = 300;

  private static RunRecord.Environment environment(
      Map<String, String> identity, Map<String, String> settings, String... unavailable) {
    List<RunRecord.Unknown> unknown = new ArrayList<>();
    for (String name : unavailable) {
      unknown.add(new RunRecord.Unknown(name, "no rights"));
    }
    return RunRecord.Environment.of("host-1", identity, settings, Map.of(), unknown);
  }

  private static Difference known(String name, String left, String right) {
    return new Difference(name, new Difference.Side.Known(left), new Difference.Side.Known(right));
  }

  private static RunRecord run(String id, int threads, long seed, Map<String, String> parameters) {
    RunRecord run = Fixtures.run();
    RunRecord.Plan plan = run.plan();
    return new RunRecord(
        run.schemaVersion(),
        new RunId(id),
        run.startedUtc(),
        run.finishedUtc(),
        run.suite(),
        seed,
        run.assay(),
        run.environment(),
        new RunRecord.Plan(
            null,
            plan.workloads(),
            plan.targets(),
            plan.precisions(),
            threads,
            plan.jvmArgs(),
            plan.targetHalfWidthPercent(),
            plan.maxForks(),
            plan.budgetSeconds(),
            parameters),
        run.telemetry(),
        run.cells());
  }

  @Test
  void differentSettingsWarnAndDifferentIdentityForbids() {
    var base = environment(Map.of("cpu", "A"), Map.of("governor", "performance", "smt", "on"));
    var tuned = environment(Map.of("cpu", "A"), Map.of("governor", "powersave", "smt", "on"));
    var other = environment(Map.of("cpu", "B"), Map.of("governor", "powersave", "smt", "on"));
    Difference governor = known("governor", "performance", "powersave");
    assertThat(Comparability.of(base, tuned))
        .isEqualTo(new Comparability.Warn(List.of(), List.of(governor)));
    assertThat(Comparability.of(base, other))
        .isEqualTo(
            new Comparability.NotComparable(List.of(known("cpu", "A", "B")), List.of(governor)));
    assertThat(governor.text()).isEqualTo("governor: performance → powersave");
  }

  @Test
  void whatOnlyOneRunKnowsWarnsAndSaysWhyTheOtherDoesNot() {
    var root = environment(Map.of("cpu", "A", "dimms", "8"), Map.of("new", "1"));
    var user = environment(Map.of("cpu", "A"), Map.of(), "dimms");
    Difference dimms =
        new Difference(
            "dimms", new Difference.Side.Known("8"), new Difference.Side.NotKnown("no rights"));
    assertThat(Comparability.of(root, user))
        .isInstanceOfSatisfying(
            Comparability.Warn.class,
            warn -> {
              assertThat(warn.identity()).containsExactly(dimms);
              assertThat(warn.settings())
                  .extracting(Difference::text)
                  .containsExactly(
                      "new: known only in the first run: 1 → not known, because the run does"
                          + " not list it");
            });
    assertThat(dimms.swapped().text())
        .isEqualTo("dimms: known only in the second run: not known, because no rights → 8");
    var other = environment(Map.of("cpu", "B"), Map.of("new", "1"), "dimms");
    assertThat(Comparability.of(root, other))
        .isEqualTo(
            new Comparability.NotComparable(List.of(known("cpu", "A", "B"), dimms), List.of()));
  }

  @Test
  void whatNeitherKnowsIsNoDifference() {
    var left = environment(Map.of("cpu", "A"), Map.of(), "dimms");
    var right = environment(Map.of("cpu", "A"), Map.of());
    assertThat(Comparability.of(left, right)).isEqualTo(new Comparability.Same());
  }

  @Test
  void plansCountToo() {
    Map<String, String> ten = Map.of("iterations", "10");
    RunRecord base = run("20261122T051500Z-aaaaaa", 2, 7, ten);
    assertThat(Comparability.of(base, run("20261122T051500Z-bbbbbb", 2, 7, ten)))
        .isEqualTo(new Comparability.Same());
    assertThat(Comparability.of(base, run("20261122T051500Z-bbbbbb", 2, 8, Map.of("warmup", "3"))))
        .isInstanceOfSatisfying(
            Comparability.Warn.class,
            warn ->
                assertThat(warn.settings())
                    .extracting(Difference::name)
                    .containsExactly("plan.iterations", "plan.seed", "plan.warmup"));
    RunRecord four = run("20261122T051500Z-bbbbbb", 4, 7, ten);
    assertThat(Comparability.of(base, four))
        .isEqualTo(new Comparability.Warn(List.of(), List.of(known("threads", "2", "4"))));
    assertThat(Comparability.sameSeries(base, four)).isFalse();
    assertThat(Comparability.sameSeries(base, run("20261122T051500Z-bbbbbb", 2, 8, ten))).isTrue();
  }

  private static RunRecord.Environment measured(String fma, String load) {
    return RunRecord.Environment.of(
        "host-1",
        Map.of("cpu", "A"),
        Map.of(),
        Map.of("measured.fma", fma, "load", load),
        List.of());
  }

  /** State is not compared, except that a much slower machine under the same name is suspect. */
  @Test
  void aMachineOfAnotherSpeedIsWarnedOf() {
    var first = measured("40 GFLOP/s", "0.1");
    for (String alike : List.of("40 GFLOP/s", "52 GFLOP/s", "30.8 GFLOP/s")) {
      assertThat(Comparability.of(first, measured(alike, "9"))).isEqualTo(new Comparability.Same());
    }
    for (String other : List.of("52.1 GFLOP/s", "30.7 GFLOP/s", "40 GB/s", "1e+02 GFLOP/s")) {
      assertThat(Comparability.of(first, measured(other, "0.1")))
          .isEqualTo(
              new Comparability.Warn(
                  List.of(), List.of(known("measured.fma", "40 GFLOP/s", other))));
    }
  }

  private static RunRecord on(RunRecord.Environment environment, RunRecord run) {
    return new RunRecord(
        run.schemaVersion(),
        run.runId(),
        run.startedUtc(),
        run.finishedUtc(),
        run.suite(),
        run.seed(),
        run.assay(),
        environment,
        run.plan(),
        run.telemetry(),
        run.cells());
  }

  /** 1.3 times as fast is noise, either way; what is no speed is compared as text. */
  @Test
  void aSpeedMayDifferByItsTolerance() {
    assertThat(MeasuredSpeed.differ("1.3 GB/s", "1 GB/s")).isFalse();
    assertThat(MeasuredSpeed.differ("1 GB/s", "1.3 GB/s")).isFalse();
    assertThat(MeasuredSpeed.differ("1.31 GB/s", "1 GB/s")).isTrue();
    assertThat(MeasuredSpeed.differ("not measured", "not measured")).isFalse();
    assertThat(MeasuredSpeed.differ("not measured", "1 GB/s")).isTrue();
  }

  @Test
  void differencesAreListedByName() {
    var slow =
        RunRecord.Environment.of(
            "h", Map.of(), Map.of("z", "1"), Map.of("measured.fma", "1 GB/s"), List.of());
    var fast =
        RunRecord.Environment.of(
            "h", Map.of(), Map.of("z", "2"), Map.of("measured.fma", "9 GB/s"), List.of());
    assertThat(Differences.of(slow, fast).settings())
        .extracting(Difference::name)
        .containsExactly("measured.fma", "z");
    RunRecord base = run("20261122T051500Z-aaaaaa", 2, 7, Map.of("z", "1"));
    RunRecord other = run("20261122T051500Z-bbbbbb", 4, 8, Map.of("z", "2"));
    assertThat(Differences.of(on(slow, base), on(fast, other)).settings())
        .extracting(Difference::name)
        .containsExactly("measured.fma", "plan.seed", "plan.z", "threads", "z");
  }

  /** A new build is no new machine, also where an older record has its hash in the identity. */
  @Test
  void ourOwnCodeIsASetting() {
    var first = environment(Map.of("cpu", "A", "kernels.cuda", "1"), Map.of("harness", "h"));
    var second = environment(Map.of("cpu", "A", "kernels.cuda", "2"), Map.of("harness", "h"));
    var now = environment(Map.of("cpu", "A"), Map.of("harness", "h", "kernels.cuda", "3"));
    assertThat(Comparability.of(first, second))
        .isEqualTo(new Comparability.Warn(List.of(), List.of(known("kernels.cuda", "1", "2"))));
    assertThat(Comparability.of(second, now))
        .isEqualTo(new Comparability.Warn(List.of(), List.of(known("kernels.cuda", "2", "3"))));
    var same = environment(Map.of("cpu", "A"), Map.of("harness", "h", "kernels.cuda", "2"));
    assertThat(Comparability.of(second, same)).isEqualTo(new Comparability.Same());
  }

  @Test
  void aRunIsNotComparedWithItself() {
    RunRecord run = Fixtures.run();
    assertThatThrownBy(() -> Comparability.of(run, run))
        .isInstanceOf(SameRunException.class)
        .hasMessage(
            "run 20261122T051500Z-ab12cd cannot be compared with itself; give two different runs");
  }

  private static Map<String, String> values(Random random, String prefix) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      if (random.nextInt(4) > 0) {
        values.put(prefix + i, String.valueOf(random.nextInt(2)));
      }
    }
    return values;
  }

  private static Map<String, String> shuffled(Map<String, String> values, Random random) {
    List<String> names = new ArrayList<>(values.keySet());
    Collections.shuffle(names, random);
    Map<String, String> shuffled = new LinkedHashMap<>();
    names.forEach(name -> shuffled.put(name, values.get(name)));
    return shuffled;
  }

  private static List<Difference> swapped(List<Difference> differences) {
    return differences.stream().map(Difference::swapped).toList();
  }

  private static Comparability swapped(Comparability verdict) {
    return switch (verdict) {
      case Comparability.Same same -> same;
      case Comparability.Warn warn ->
          new Comparability.Warn(swapped(warn.identity()), swapped(warn.settings()));
      case Comparability.NotComparable not ->
          new Comparability.NotComparable(swapped(not.identity()), swapped(not.settings()));
    };
  }

  /** Straight from the definition, name by name, without hashes. */
  private static void checkByDefinition(
      Comparability verdict, RunRecord.Environment left, RunRecord.Environment right) {
    boolean another =
        left.identity().entrySet().stream()
            .anyMatch(e ->
                right.identity().containsKey(e.getKey())
                    && !e.getValue().equals(right.identity().get(e.getKey())));
    boolean equal =
        left.identity().equals(right.identity()) && left.settings().equals(right.settings());
    assertThat(verdict instanceof Comparability.NotComparable).isEqualTo(another);
    assertThat(verdict instanceof Comparability.Same).isEqualTo(equal);
  }

  @Test
  void theVerdictHasNoSideAndNoOrder() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      var left = environment(values(random, "i"), values(random, "s"));
      var right = environment(values(random, "i"), values(random, "s"));
      var leftShuffled =
          environment(shuffled(left.identity(), random), shuffled(left.settings(), random));
      String which = "seed " + seed + " round " + round;
      Comparability verdict = Comparability.of(left, right);
      assertThat(leftShuffled.identityHash()).as(which).isEqualTo(left.identityHash());
      assertThat(Comparability.of(leftShuffled, right)).as(which).isEqualTo(verdict);
      assertThat(Comparability.of(right, left)).as(which).isEqualTo(swapped(verdict));
      assertThat(Comparability.of(left, leftShuffled))
          .as(which)
          .isEqualTo(new Comparability.Same());
      checkByDefinition(verdict, left, right);
    }
  }
}
