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
        new StoppingRule(0.01, 6));
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
    return new Outcome.Measured<>(
        new Device.Hardware("cpu", Map.of()),
        null,
        PASSED,
        new ForkResult(
            Timing.ofHost(new double[] {1}, new double[0], "no clock", null),
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
}
