package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.record.ForkContext;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Outcome;
import assay.core.record.Telemetry;
import assay.core.record.Timing;
import assay.core.record.Verification;
import assay.core.stats.StoppingRule;
import assay.core.testing.NaiveTarget;
import assay.core.workload.Workloads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PhaseTest {
  private static final Verification PASSED = Verification.passed("entrywise", 1, 0, 1);
  private static final double HARDWARE_SECONDS = 7;
  private static final double EMULATOR_SECONDS = 40;

  private long now;
  private int order;

  private static CellProgress cell(int size) {
    String id = "gemm/m=%d,n=2,k=2".formatted(size);
    return new CellProgress(
        new PlannedCell(Workloads.parse(id), new NaiveTarget(), Precision.F32),
        new StoppingRule(0.01, 6, true));
  }

  private static List<CellProgress> cells(int first, int count) {
    List<CellProgress> cells = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cells.add(cell(first + i));
    }
    return cells;
  }

  private Phase phase(List<CellProgress> cells, Duration budget) {
    return phase(cells, Optional.of(budget));
  }

  private Phase phase(List<CellProgress> cells, Optional<Duration> budget) {
    return new Phase(cells, budget, 42, () -> now);
  }

  private static Outcome<ForkResult> measured() {
    return measured(1);
  }

  private static Outcome<ForkResult> measured(double seconds) {
    return new Outcome.Measured<>(
        new Device.Hardware("cpu", Map.of()),
        null,
        PASSED,
        new ForkResult(
            Timing.ofHost(new double[] {seconds}, new double[0], "no clock", null),
            null,
            Telemetry.missing("not watched"),
            null,
            null));
  }

  private static Outcome<ForkResult> checked() {
    return new Outcome.Verified<>(new Device.Emulated("emulator", Map.of()), null, PASSED, null);
  }

  /** Runs a phase on a clock of its own; the cells of its forks in their order. */
  private List<String> run(Phase phase, Outcome<ForkResult> outcome, double seconds) {
    List<String> ran = new ArrayList<>();
    phase.begin();
    for (List<CellProgress> round = phase.round(order);
        !round.isEmpty();
        round = phase.round(order)) {
      for (CellProgress cell : round) {
        if (phase.allows(cell)) {
          now += Math.round(seconds * 1e9);
          ForkContext context =
              new ForkContext(cell.forks().size(), order++, Instant.EPOCH, 1, null, null);
          cell.add(new ForkRecord(cell.cell().id(), context, outcome), seconds);
          ran.add(cell.cell().workload().id());
        }
      }
    }
    return ran;
  }

  /** 5 cells of 6 forks of 7 s want 210 s and get 150 s, however many emulated cells follow. */
  @Test
  void hardwareHasTheSameForksInTheSameOrderWithAndWithoutEmulations() {
    Duration budget = Duration.ofSeconds(150);
    List<String> alone = run(phase(cells(10, 5), budget), measured(), HARDWARE_SECONDS);
    now = 0;
    order = 0;
    Phase hardware = phase(cells(10, 5), budget);
    Phase emulated = phase(cells(90, 4), budget);
    List<String> with = run(hardware, measured(), HARDWARE_SECONDS);
    List<String> after = run(emulated, checked(), EMULATOR_SECONDS);
    assertThat(with).isEqualTo(alone).hasSize(21);
    assertThat(after).as("the bound is its own: 4 of 40 s begin within 150 s").hasSize(4);
    assertThat(after).doesNotHaveDuplicates();
  }

  @Test
  void emulationsHaveABoundOfTheirOwn() {
    Phase emulated = phase(cells(90, 9), Duration.ofSeconds(150));
    now = 1_000_000_000_000L;
    assertThat(run(emulated, checked(), EMULATOR_SECONDS)).hasSize(4);
  }

  @Test
  void aForkOfAnEmulationEndsWithTheBound() {
    Duration forkLimit = Duration.ofMinutes(60);
    Phase emulated = phase(cells(90, 1), Duration.ofSeconds(150));
    emulated.begin();
    assertThat(emulated.limit(forkLimit, Duration.ZERO)).isEqualTo(Duration.ofSeconds(150));
    now += 100_000_000_000L;
    assertThat(emulated.limit(forkLimit, Duration.ZERO)).isEqualTo(Duration.ofSeconds(50));
    assertThat(emulated.limit(Duration.ofSeconds(20), Duration.ZERO))
        .isEqualTo(Duration.ofSeconds(20));
    now += 100_000_000_000L;
    assertThat(emulated.limit(forkLimit, Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
    assertThat(emulated.round(0)).isEmpty();
    assertThat(phase(cells(90, 1), Optional.empty()).limit(forkLimit, Duration.ZERO))
        .isEqualTo(forkLimit);
  }

  @Test
  void aForkMayExceedTheBudgetByTheBudgetAgain() {
    Duration forkLimit = Duration.ofMinutes(60);
    Phase measured = phase(cells(90, 1), Duration.ofSeconds(100));
    measured.begin();
    now += 90_000_000_000L;
    assertThat(measured.limit(forkLimit, measured.overrun())).isEqualTo(Duration.ofSeconds(110));
    assertThat(phase(cells(90, 1), Duration.ofSeconds(1)).overrun()).hasSeconds(10);
  }

  /** Before a fork has ended, 3 s are taken for it. */
  @Test
  void whatIsLeftIsOfBoth() {
    Phase hardware = phase(cells(10, 5), Duration.ofSeconds(80));
    Phase emulated = phase(cells(90, 4), Duration.ofSeconds(80));
    hardware.begin();
    assertThat(hardware.expectedMore() + emulated.expectedMore()).isEqualTo(5 * 6 + 4 * 6);
    assertThat(hardware.secondsLeft()).isEqualTo(80);
    assertThat(emulated.secondsLeft()).isEqualTo(72);
    run(hardware, measured(), HARDWARE_SECONDS);
    assertThat(hardware.secondsLeft()).isLessThan(HARDWARE_SECONDS);
    assertThat(emulated.secondsLeft()).as("its clock has not begun").isEqualTo(72);
  }

  /** An interruption leaves emulations whose phase never began; no budget kept them from it. */
  @Test
  void onlyAClockThatHasRunOutIsTheBudgetsEnd() {
    Phase emulated = phase(cells(90, 1), Duration.ofSeconds(80));
    now += 100_000_000_000L;
    assertThat(emulated.withoutFork().reason()).isEqualTo("no fork has ended yet");
    emulated.begin();
    now += 79_000_000_000L;
    assertThat(emulated.withoutFork().reason()).isEqualTo("no fork has ended yet");
    assertThat(Remedy.textOf(emulated.withoutFork().remedy())).doesNotContain("budget");
    now += 1_000_000_000L;
    assertThat(emulated.withoutFork().reason()).isEqualTo("the budget ended before its first fork");
    assertThat(Remedy.textOf(emulated.withoutFork().remedy())).startsWith("raise the run's budget");
    Phase endless = phase(cells(90, 1), Optional.empty());
    endless.begin();
    now += 1_000_000_000_000L;
    assertThat(endless.withoutFork().reason()).isEqualTo("no fork has ended yet");
  }

  /**
   * Rounds of 30 s would reach the 9th of 10 seeds within 262 s. So cells that have an interval
   * leave training the time that it needs.
   */
  @Test
  void trainingHasItsSeedsBeforeOthersAreMeasuredMorePrecisely() {
    CellProgress training =
        new CellProgress(
            new PlannedCell(Workloads.parse("train/cnn-fashion"), new NaiveTarget(), Precision.F32),
            new StoppingRule(0.01, 10, false));
    List<CellProgress> others = List.of(noisy(10), noisy(11));
    List<CellProgress> cells = new ArrayList<>(others);
    cells.add(training);
    runNoisy(phase(cells, Duration.ofSeconds(262)));
    assertThat(training.forks()).hasSize(10);
    assertThat(others).allSatisfy(cell -> assertThat(cell.forks()).hasSize(6));
  }

  /** A training run that no longer fits into the budget keeps nothing from the others. */
  @Test
  void nothingIsReservedForATrainingRunThatTheBudgetDoesNotAllow() {
    CellProgress training =
        new CellProgress(
            new PlannedCell(Workloads.parse("train/cnn-fashion"), new NaiveTarget(), Precision.F32),
            new StoppingRule(0.01, 10, false));
    CellProgress other = noisy(10);
    Phase phase = phase(List.of(other, training), Duration.ofSeconds(310));
    phase.begin();
    training.add(fork(training, 1), 250);
    now += 250_000_000_000L;
    for (int i = 0; i < 6; i++) {
      other.add(fork(other, 1 + i), 5);
    }
    assertThat(phase.round(0)).containsExactly(other);
  }

  private static CellProgress noisy(int size) {
    return new CellProgress(cell(size).cell(), new StoppingRule(0.01, 30, true));
  }

  private static ForkRecord fork(CellProgress cell, double seconds) {
    return new ForkRecord(
        cell.cell().id(),
        new ForkContext(cell.forks().size(), 0, Instant.EPOCH, 1, null, null),
        measured(seconds));
  }

  /** Forks of 20 s for training and 5 s for others, whose times scatter. */
  private void runNoisy(Phase phase) {
    phase.begin();
    for (List<CellProgress> round = phase.round(order);
        !round.isEmpty();
        round = phase.round(order)) {
      for (CellProgress cell : round) {
        if (phase.allows(cell)) {
          double seconds = cell.training() ? 20 : 5;
          now += Math.round(seconds * 1e9);
          order++;
          cell.add(fork(cell, 1 + 0.3 * cell.forks().size()), seconds);
        }
      }
    }
  }

  private static List<String> ids(List<CellProgress> round) {
    return round.stream().map(cell -> cell.cell().workload().id()).toList();
  }

  /** Drift must not meet the same cell first each time; a run must be repeatable. */
  @Test
  void roundsHaveEveryCellInANewOrderThatTheSeedDecides() {
    List<CellProgress> cells = cells(10, 8);
    Phase phase = phase(cells, Optional.empty());
    phase.begin();
    List<List<String>> rounds = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      List<String> ids = ids(phase.round(8 * round));
      assertThat(ids).containsExactlyInAnyOrderElementsOf(ids(cells));
      assertThat(ids(phase(cells, Optional.empty()).round(8 * round))).isEqualTo(ids);
      rounds.add(ids);
    }
    assertThat(rounds).doesNotHaveDuplicates();
    assertThat(rounds.stream().map(List::getFirst).distinct().count())
        .as("cells that were first once in 20 rounds")
        .isGreaterThan(5);
    Phase other = new Phase(cells, Optional.empty(), 43, () -> now);
    assertThat(ids(other.round(0))).isNotEqualTo(rounds.getFirst());
  }

  /**
   * A cell whose forks take longer than what is left gets no other; one that fits to the end does.
   */
  @Test
  void aForkStartsIfItsMeanFitsTheRestOfTheBudget() {
    CellProgress slow = cell(1);
    CellProgress quick = cell(2);
    Phase phase = phase(List.of(slow, quick), Duration.ofSeconds(20));
    phase.begin();
    ForkContext context = new ForkContext(0, 0, Instant.EPOCH, 1, null, null);
    slow.add(new ForkRecord(slow.cell().id(), context, measured()), 9);
    slow.add(new ForkRecord(slow.cell().id(), context, measured()), 11);
    quick.add(new ForkRecord(quick.cell().id(), context, measured()), 2);
    assertThat(slow.meanSeconds(0)).isEqualTo(10);
    now += 10_000_000_000L;
    assertThat(phase.allows(slow)).isTrue();
    assertThat(phase.round(3)).containsExactlyInAnyOrder(slow, quick);
    now += 1;
    assertThat(phase.allows(slow)).isFalse();
    assertThat(phase.round(3)).containsExactly(quick);
    assertThat(phase.ended()).isEqualTo(3);
  }

  /**
   * Four more of 10 s, and six that are taken to last as long: 100 s, unless the budget is less.
   */
  @Test
  void timeLeftIsForksToComeTimesTheirMean() {
    CellProgress seen = cell(1);
    CellProgress unseen = cell(2);
    ForkContext context = new ForkContext(0, 0, Instant.EPOCH, 1, null, null);
    Phase phase = phase(List.of(seen, unseen), Optional.empty());
    assertThat(phase.secondsLeft()).as("12 forks of 3 s").isEqualTo(36);
    seen.add(new ForkRecord(seen.cell().id(), context, measured()), 8);
    seen.add(new ForkRecord(seen.cell().id(), context, measured()), 12);
    assertThat(phase.expectedMore()).isEqualTo(4 + 6);
    assertThat(phase.secondsLeft()).isEqualTo(4 * 10 + 6 * 10);
    assertThat(phase(List.of(seen, unseen), Duration.ofSeconds(50)).secondsLeft()).isEqualTo(50);
    Phase spent = phase(List.of(seen, unseen), Duration.ofSeconds(50));
    spent.begin();
    now += 60_000_000_000L;
    assertThat(spent.secondsLeft()).isZero();
  }

  /** A part of a second is rounded up, so that a fork is not ended before the budget. */
  @Test
  void aForksLimitIsWholeSeconds() {
    Phase phase = phase(cells(1, 1), Duration.ofSeconds(20));
    phase.begin();
    now += 2_500_000_000L;
    assertThat(phase.limit(Duration.ofMinutes(1), Duration.ZERO)).isEqualTo(Duration.ofSeconds(18));
    now += 500_000_000L;
    assertThat(phase.limit(Duration.ofSeconds(17), Duration.ZERO))
        .isEqualTo(Duration.ofSeconds(17));
    assertThat(phase.limit(Duration.ofMinutes(1), Duration.ZERO)).isEqualTo(Duration.ofSeconds(17));
  }
}
