package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.device.CacheLevel;
import assay.core.device.Device;
import assay.core.harness.Session.Iteration;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.record.InputSets;
import assay.core.record.Verification;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.TargetException;
import assay.core.spi.Unsupported;
import assay.core.testing.NaiveTarget;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a session asks of its executable, call by call. */
class KernelSessionTest {
  private final List<String> log = new ArrayList<>();
  private final List<double[]> written = new ArrayList<>();
  private int spoiledExecution = -1;

  /** One that holds the inputs of {@link #session} many times. */
  private static final List<CacheLevel> LARGE = List.of(new CacheLevel(1, 1 << 20, 1 << 20));

  /** One that holds them once. */
  private static final List<CacheLevel> SMALL = List.of(new CacheLevel(1, 512, 512));

  /** Right, notes what it is asked for, and leaves out one execution. */
  private class Noting implements Target {
    private final Target right;

    Noting() {
      this(List.of());
    }

    Noting(List<CacheLevel> caches) {
      right = new NaiveTarget(caches);
    }

    @Override
    public Availability<List<CacheLevel>> caches() {
      return right.caches();
    }

    @Override
    public String id() {
      return right.id();
    }

    @Override
    public String description() {
      return right.description();
    }

    @Override
    public Availability<Device> probe() {
      return right.probe();
    }

    @Override
    public List<Precision> precisions() {
      return right.precisions();
    }

    @Override
    public Optional<Unsupported> unsupported(Program program, Precision precision) {
      return right.unsupported(program, precision);
    }

    @Override
    public Executable compile(Program program, Precision precision, Options options) {
      Executable executable = right.compile(program, precision, options);
      return new Executable() {
        private int executions;

        @Override
        public void write(HostTensor value) {
          boolean input = program.inputs().contains(value.tensor());
          log.add(input ? "input" : "output");
          if (input) {
            written.add(value.toDoubles());
          }
          executable.write(value);
        }

        @Override
        public void select(int set) {
          log.add("select " + set);
          executable.select(set);
        }

        @Override
        public void execute() {
          log.add("execute");
          if (executions++ != spoiledExecution) {
            executable.execute();
          }
        }

        @Override
        public HostTensor read(Tensor tensor) {
          log.add("read");
          return executable.read(tensor);
        }

        @Override
        public OptionalLong deviceNanos() {
          return OptionalLong.empty();
        }

        @Override
        public String engine() {
          return executable.engine();
        }

        @Override
        public void close() {
          executable.close();
        }
      };
    }
  }

  /** Keeps several sets of inputs. */
  private final class Keeping extends Noting {
    Keeping(List<CacheLevel> caches) {
      super(caches);
    }

    @Override
    public Optional<Unsupported> unsupportedInputSets() {
      return Optional.empty();
    }
  }

  private KernelSession session(boolean timed) {
    return session(new Noting(), timed);
  }

  private static KernelSession session(Target target, boolean timed) {
    Workload.Kernel workload = (Workload.Kernel) Workloads.parse("gemm/m=5,n=6,k=7");
    return new KernelSession(
        workload, Precision.F32, target, ForkSettings.ofSystemProperties(), timed);
  }

  private static void iterate(KernelSession session, Iteration iteration, int executions) {
    session.beforeIteration(iteration);
    for (int i = 0; i < executions; i++) {
      session.execute();
    }
    session.afterIteration(iteration);
  }

  @ParameterizedTest
  @EnumSource(names = {"WARMUP", "COUNTED", "LAST"})
  void anIterationWritesInputsPoisonsOutputsAndExecutesOnly(Iteration iteration) {
    try (KernelSession session = session(true)) {
      iterate(session, iteration, 3);
      assertThat(log).containsExactly("input", "input", "output", "execute", "execute", "execute");
    }
  }

  @Test
  void theLastIterationAloneHasInputsOfItsOwn() {
    try (KernelSession session = session(true)) {
      iterate(session, Iteration.WARMUP, 1);
      iterate(session, Iteration.COUNTED, 1);
      iterate(session, Iteration.LAST, 1);
    }
    assertThat(written).hasSize(6);
    assertThat(written.get(2)).isEqualTo(written.get(0));
    assertThat(written.get(3)).isEqualTo(written.get(1));
    assertThat(written.get(4)).isNotEqualTo(written.get(0));
    assertThat(written.get(5)).isNotEqualTo(written.get(1));
    double[] before = written.get(0).clone();
    double[] last = written.get(4).clone();
    Arrays.sort(before);
    Arrays.sort(last);
    assertThat(last).as("the same distribution").isEqualTo(before);
  }

  /** No counted time may be taken for warm-up, nor the other way round. */
  @Test
  void theIterationsThatAreNotCountedAreTimed() {
    try (KernelSession session = session(true)) {
      iterate(session, Iteration.WARMUP, 3);
      iterate(session, Iteration.WARMUP, 1);
      assertThat(session.warmupSeconds()).hasSize(2).allMatch(seconds -> seconds > 0);
      iterate(session, Iteration.COUNTED, 1);
      iterate(session, Iteration.SPOT_CHECKED, 1);
      iterate(session, Iteration.LAST, 1);
      assertThat(session.warmupSeconds()).hasSize(2);
      assertThat(session.steps()).isEmpty();
    }
  }

  /** However long the iteration becomes, compared with the one before. */
  @Test
  void aSpotCheckedIterationIsInterruptedOneToEightTimes() {
    for (int executions : new int[] {1, 2, 30}) {
      for (int trial = 0; trial < 20; trial++) {
        log.clear();
        try (KernelSession session = session(true)) {
          iterate(session, Iteration.COUNTED, 10);
          log.clear();
          iterate(session, Iteration.SPOT_CHECKED, executions);
          long poisoned = log.stream().filter("output"::equals).count();
          // Two for each check, before and after it, and one before the iteration.
          assertThat((poisoned - 1) / 2).isBetween(1L, 8L);
          assertThat(log.getLast()).as("a check is amid executions").isEqualTo("execute");
        }
      }
    }
  }

  @Test
  void inTheEndBothKindsOfChecksWereMade() {
    for (int trial = 0; trial < 20; trial++) {
      try (KernelSession session = session(true)) {
        iterate(session, Iteration.LAST, 2);
        log.clear();
        assertThat(session.verify().passed()).isTrue();
        String calls = String.join(" ", log);
        assertThat(calls).contains("output execute read output").contains("output read execute");
      }
    }
  }

  /** What follows the checks, such as the energy window, computes on the usual inputs again. */
  @Test
  void harderInputsAreCheckedAndTakenAway() {
    try (KernelSession session = session(true)) {
      iterate(session, Iteration.COUNTED, 1);
      iterate(session, Iteration.LAST, 1);
      Verification verdict = session.verify();
      assertThat(verdict.passed()).isTrue();
      assertThat(verdict.subnormals()).isEqualTo(Verification.Subnormals.KEPT);
      assertThat(verdict.effectiveBits()).isNotNull();
      assertThat(written.subList(written.size() - 2, written.size()))
          .containsExactly(written.get(0), written.get(1));
    }
  }

  /** An emulator's execution may take minutes. */
  @Test
  void withoutTimesOneExecutionIsRepeated() {
    try (KernelSession session = session(false)) {
      assertThat(session.spotChecksAnIteration()).isFalse();
      iterate(session, Iteration.LAST, 1);
      assertThat(session.verify().passed()).isTrue();
      assertThat(log.stream().filter("execute"::equals)).hasSize(2);
    }
  }

  @Test
  void anExecutionLeftOutAfterTheTimedOnesIsFound() {
    try (KernelSession session = session(false)) {
      spoiledExecution = 1;
      iterate(session, Iteration.LAST, 1);
      Verification verdict = session.verify();
      assertThat(verdict.passed()).isFalse();
      assertThat(verdict.check()).isEqualTo("written by every execution");
    }
  }

  @Test
  void theTimedBuffersAreVerifiedFirst() {
    try (KernelSession session = session(true)) {
      spoiledExecution = 0;
      iterate(session, Iteration.LAST, 1);
      log.clear();
      Verification verdict = session.verify();
      assertThat(verdict.passed()).isFalse();
      assertThat(verdict.check()).isEqualTo("entrywise");
      assertThat(log).containsExactly("read");
    }
  }

  /** The sets on which was executed. */
  private List<Integer> executedOn() {
    List<Integer> sets = new ArrayList<>();
    int selected = 0;
    for (String call : log) {
      if (call.startsWith("select ")) {
        selected = Integer.parseInt(call.substring("select ".length()));
      } else if (call.equals("execute")) {
        sets.add(selected);
      }
    }
    return sets;
  }

  @ParameterizedTest
  @EnumSource(names = {"WARMUP", "COUNTED", "LAST"})
  void everyExecutionIsOnTheNextSetWithNothingWritten(Iteration iteration) {
    try (KernelSession session = session(new Keeping(LARGE), true)) {
      InputSets sets = session.inputSets().orElseThrow();
      assertThat(sets.resident()).isEqualTo(4);
      assertThat(sets.rotated()).isTrue();
      iterate(session, iteration, 9);
      assertThat(log).filteredOn("input"::equals).hasSize(2 * 4);
      List<Integer> executed = executedOn();
      for (int i = 1; i < executed.size(); i++) {
        assertThat(executed.get(i)).isEqualTo((executed.get(i - 1) + 1) % 4);
      }
      int first = log.indexOf("execute");
      assertThat(log.subList(first, log.size())).doesNotContain("input", "output", "read");
    }
  }

  /** Where a second set would displace the first, timed executions stay on the first. */
  @Test
  void aSetThatDoesNotFitIsUsedInTheLastIterationOnly() {
    boolean second = false;
    for (int trial = 0; trial < 40; trial++) {
      try (KernelSession session = session(new Keeping(SMALL), true)) {
        assertThat(session.inputSets().orElseThrow().rotated()).isFalse();
        log.clear();
        iterate(session, Iteration.WARMUP, 3);
        iterate(session, Iteration.COUNTED, 3);
        assertThat(executedOn()).containsOnly(0);
        log.clear();
        iterate(session, Iteration.LAST, 3);
        assertThat(new HashSet<>(executedOn())).as("one set for an iteration").hasSize(1);
        second |= executedOn().contains(1);
        assertThat(session.verify().passed()).isTrue();
      }
    }
    assertThat(second).as("the second set was drawn once in 40 times").isTrue();
  }

  /** Executes nothing on one set, which is any: the last one executed on must be verified. */
  @Test
  void theSetThatWasExecutedOnLastIsVerified() {
    for (int executions = 1; executions <= 4; executions++) {
      try (KernelSession session = session(new Keeping(LARGE), true)) {
        spoiledExecution = executions - 1;
        iterate(session, Iteration.LAST, executions);
        Verification verdict = session.verify();
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.check()).isEqualTo("entrywise");
      }
    }
  }

  @Test
  void everyKindOfCheckIsMadeWithSeveralSets() {
    for (int trial = 0; trial < 20; trial++) {
      try (KernelSession session = session(new Keeping(LARGE), true)) {
        iterate(session, Iteration.LAST, 5);
        assertThat(session.verify().passed()).isTrue();
        String calls = String.join(" ", log).replaceAll("select \\d", "select");
        assertThat(calls)
            .contains("output execute read output")
            .contains("output read execute")
            .contains("execute select execute read");
      }
    }
  }

  @Test
  void endToEndAndMeteredExecutionsAreVerifiedOnTheirSets() {
    for (List<CacheLevel> caches : List.of(LARGE, SMALL)) {
      try (KernelSession session = session(new Keeping(caches), true)) {
        iterate(session, Iteration.COUNTED, 20);
        iterate(session, Iteration.SPOT_CHECKED, 20);
        iterate(session, Iteration.LAST, 3);
        Verification timed = session.verify();
        assertThat(timed.passed()).isTrue();
        assertThat(session.endToEnd(timed, _ -> {})).isSameAs(timed);
        session.prepareMetering();
        for (int i = 0; i < 6; i++) {
          session.executeOnce();
          assertThat(session.verifyMetered(timed)).isSameAs(timed);
        }
      }
    }
  }

  /** As on a device whose memory is too small. */
  @Test
  void aTargetThatCannotPrepareSeveralSetsIsMeasuredOnOne() {
    Target narrow =
        new Noting(LARGE) {
          @Override
          public Optional<Unsupported> unsupportedInputSets() {
            return Optional.empty();
          }

          @Override
          public Executable compile(Program program, Precision precision, Options options) {
            if (options.inputSets() > 1) {
              throw new TargetException("out of memory");
            }
            return super.compile(program, precision, options);
          }
        };
    try (KernelSession session = session(narrow, true)) {
      assertThat(session.inputSets())
          .contains(new InputSets(1, false, "4 sets of inputs cannot be prepared: out of memory"));
      iterate(session, Iteration.LAST, 3);
      assertThat(session.verify().passed()).isTrue();
      assertThat(log).noneMatch(call -> call.startsWith("select"));
    }
  }
}
