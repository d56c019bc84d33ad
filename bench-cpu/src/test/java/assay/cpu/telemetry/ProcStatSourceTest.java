package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.telemetry.Channel;
import assay.core.telemetry.InterferenceKind;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatSourceTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @TempDir Path folder;

  private Machine client() {
    return Machine.open(new ProcStatSource(), "intel-client", folder);
  }

  /** Sets user time of the machine, and idle and waiting time. */
  private static Machine machine(Machine m, long user, long idle, long waiting) throws IOException {
    return m.write(
        "proc/stat", "cpu  " + user + " 0 0 " + idle + " " + waiting + " 0 0 0 0 0\ncpu0 1 1");
  }

  private static Machine process(Machine m, String name, long pid, long parent, long own, long of)
      throws IOException {
    return m.write(
        "proc/" + name + "/stat",
        pid
            + " (java) S "
            + parent
            + " 1 1 0 -1 0 0 0 0 0 "
            + own
            + " 0 "
            + of
            + " 0 20 0 1 0 "
            + (pid * 10)
            + " 0 0");
  }

  private static Machine self(Machine m, long own, long reaped) throws IOException {
    return process(m, "self", 4242, 1, own, reaped);
  }

  private static Machine child(Machine m, long pid, long own) throws IOException {
    return process(m, Long.toString(pid), pid, 4242, own, 0);
  }

  @Test
  void splitsTheProcessorsTime() {
    try (Machine m = client()) {
      m.read();
      assertThat(m.value("cpu.busy")).isCloseTo(13.4, EXACT);
      assertThat(m.value("cpu.idle")).isCloseTo(504, EXACT);
      assertThat(m.value("cpu.total")).isCloseTo(517.4, EXACT);
      assertThat(m.value("cpu.steal")).isZero();
      assertThat(m.value("cpu.others")).isZero();
      assertThat(((Channel.Tally) m.channel("cpu.busy")).capacity()).isEqualTo(4);
      assertThat(((Channel.CauseTally) m.channel("cpu.others")).cause())
          .isEqualTo(InterferenceKind.INTRUDER);
      assertThat(m.missing("process.busy")).isEqualTo("no process is followed");
    }
  }

  @Test
  void givesWhatTheHypervisorTookAndReadsOddNames() {
    try (Machine m = Machine.open(new ProcStatSource(), "vm-without-anything", folder)) {
      m.read();
      assertThat(m.value("cpu.steal")).isCloseTo(2.5, EXACT);
      assertThat(m.value("cpu.busy")).isCloseTo(5, EXACT);
      assertThat(m.has("cpu.others")).as("own process's name holds a parenthesis").isTrue();
      assertThat(((Channel.CauseTally) m.channel("cpu.steal")).cause())
          .isEqualTo(InterferenceKind.STEAL);
    }
  }

  @Test
  void othersAreWhatIsBusyLessTheOwnAndTheFollowedProcess() throws IOException {
    try (Machine m = client()) {
      child(self(machine(m, 1000, 0, 0), 100, 0), 50, 20);
      m.instrument().follow(50);
      m.read();
      child(self(machine(m, 1600, 0, 0), 150, 0), 50, 420).read();
      assertThat(m.value("process.busy")).isCloseTo(4, EXACT);
      assertThat(m.value("cpu.others")).isCloseTo(1.5, EXACT);
    }
  }

  @Test
  void findsTheLastTimeOfAChildInItsParents() throws IOException {
    try (Machine m = client()) {
      child(self(machine(m, 0, 0, 0), 0, 0), 50, 0);
      m.instrument().follow(50);
      m.read();
      child(self(machine(m, 100, 0, 0), 0, 0), 50, 100).read();
      // 80 more of the child before it ended, 7 of somebody else.
      self(machine(m, 187, 0, 0), 0, 180).delete("proc/50/stat").delete("proc/50").read();
      assertThat(m.value("cpu.others")).isCloseTo(0.07, EXACT);
      assertThat(m.missing("process.busy")).isEqualTo("process 50 has ended");
    }
  }

  @Test
  void aChildThatIsNoLongerFollowedIsNobodysIntruder() throws IOException {
    try (Machine m = client()) {
      child(self(machine(m, 0, 0, 0), 0, 0), 50, 0);
      m.instrument().follow(50);
      m.read();
      m.instrument().follow(0);
      child(self(machine(m, 60, 0, 0), 0, 0), 50, 60).read();
      assertThat(m.value("cpu.others")).isZero();
      assertThat(m.missing("process.busy")).isEqualTo("no process is followed");
    }
  }

  @Test
  void aStrangersTimeCountsFromWhenItIsFollowedUntilItIsNot() throws IOException {
    try (Machine m = client()) {
      self(machine(m, 0, 0, 0), 0, 0);
      process(m, "60", 60, 1, 5000, 0).read();
      m.instrument().follow(60);
      process(machine(m, 100, 0, 0), "60", 60, 1, 5090, 0).read();
      assertThat(m.value("process.busy")).isCloseTo(0.9, EXACT);
      assertThat(m.value("cpu.others")).isCloseTo(0.1, EXACT);
      m.instrument().follow(0);
      process(machine(m, 150, 0, 0), "60", 60, 1, 5140, 0).read();
      assertThat(m.value("cpu.others")).isCloseTo(0.6, EXACT);
    }
  }

  @Test
  void anotherProcessWithTheSameIdIsAnother() throws IOException {
    try (Machine m = client()) {
      child(self(machine(m, 0, 0, 0), 0, 0), 50, 0);
      m.instrument().follow(50);
      m.read();
      self(machine(m, 40, 0, 0), 0, 0);
      m.write("proc/50/stat", "50 (x) S 1 1 1 0 -1 0 0 0 0 0 40 0 0 0 20 0 1 0 99999 0 0").read();
      assertThat(m.missing("process.busy")).isEqualTo("process 50 has ended");
      assertThat(m.value("cpu.others")).isCloseTo(0.4, EXACT);
    }
  }

  @Test
  void unrelatedChildrenDoNotHideIntrudersLater() throws IOException {
    try (Machine m = client()) {
      self(machine(m, 0, 0, 0), 0, 0).read();
      // Somebody's child of ours, never followed, used 500 and is waited for.
      self(machine(m, 500, 0, 0), 0, 500).read();
      assertThat(m.value("cpu.others")).isCloseTo(5, EXACT);
      self(machine(m, 530, 0, 0), 0, 500).read();
      assertThat(m.value("cpu.others")).isCloseTo(5.3, EXACT);
    }
  }

  @Test
  void neverFallsWhenIdleTimeDoesOrRoundingWavers() throws IOException {
    try (Machine m = client()) {
      self(machine(m, 100, 1000, 50), 0, 0).read();
      assertThat(m.value("cpu.idle")).isCloseTo(10.5, EXACT);
      self(machine(m, 110, 1000, 40), 10, 0).read();
      assertThat(m.value("cpu.idle")).isCloseTo(10.5, EXACT);
      self(machine(m, 110, 1000, 40), 13, 0).read();
      assertThat(m.value("cpu.others")).isZero();
      self(machine(m, 120, 1000, 40), 13, 0).read();
      assertThat(m.value("cpu.others")).as("no more than the sum says").isCloseTo(0.07, EXACT);
    }
  }

  /** As when a container is moved: 0 % for hours would be wrong. */
  @Test
  void countersThatFallStartAnew() throws IOException {
    try (Machine m = client()) {
      self(machine(m, 900_000, 5_000_000, 0), 100, 0).read();
      self(machine(m, 900_200, 5_000_100, 0), 100, 0).read();
      assertThat(m.value("cpu.others")).isCloseTo(2, EXACT);
      self(machine(m, 100, 300, 0), 100, 0).read();
      assertThat(m.value("cpu.busy")).isCloseTo(1, EXACT);
      assertThat(m.value("cpu.idle")).isCloseTo(3, EXACT);
      assertThat(m.value("cpu.total")).isCloseTo(4, EXACT);
      assertThat(m.value("cpu.others")).isZero();
      self(machine(m, 150, 350, 0), 120, 0).read();
      assertThat(m.value("cpu.busy")).isCloseTo(1.5, EXACT);
      assertThat(m.value("cpu.others")).isCloseTo(0.3, EXACT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cpu",
        "cpu  1 2 3 4 5 6 7",
        "cpu  1 2 3 -4 5 6 7 8",
        "cpu  1 2 3 4 x 6 7 8",
        "cpu  1 2 3 4 99999999999999999999 6 7 8",
        "intr 5",
      })
  void aDamagedLineIsMissingAndComesBack(String damaged) throws IOException {
    try (Machine m = client()) {
      m.read().write("proc/stat", damaged).read();
      assertThat(m.missing("cpu.busy")).contains("/proc/stat");
      assertThat(m.missing("cpu.others")).contains("/proc/stat");
      assertThat(machine(m, 5000, 60000, 0).read().value("cpu.busy")).isCloseTo(50, EXACT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4242 (java", "4242 (java) S 1 1", "x (java) S 1"})
  void aDamagedOwnProcessLeavesTheMachine(String damaged) throws IOException {
    try (Machine m = client()) {
      m.read().write("proc/self/stat", damaged).read();
      assertThat(m.missing("cpu.others")).contains("/proc/self/stat");
      assertThat(m.has("cpu.busy")).isTrue();
    }
  }

  @Test
  void aProcessThatIsNotThereIsSaid() {
    try (Machine m = client()) {
      m.instrument().follow(99_999);
      assertThat(m.read().missing("process.busy")).contains("/proc/99999/stat does not exist");
      assertThat(m.has("cpu.others")).isTrue();
    }
  }

  @Test
  void aMachineWithoutProcIsSaid() {
    try (Machine m = Machine.open(new ProcStatSource(), "arm-without-power", folder)) {
      assertThat(m.unavailable().reason()).isEqualTo("/proc/stat does not exist");
    }
  }
}
