package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.oracle.ErrorModel;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.record.Verification;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.testing.NaiveTarget;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On a device whose times are counted, so that every bound is known exactly. */
class SpotChecksTest {
  private static final long EXECUTION = 100_000;
  private static final long TRANSFER = 1_000;
  private static final Verification TIMED = Verification.passed("entrywise", 1, 0.1, 1);

  private final Workload.Kernel workload = (Workload.Kernel) Workloads.parse("gemm/m=6,n=6,k=6");
  private final Program program = workload.program(Precision.F32);
  private static final int SETS = 3;

  private final Map<Tensor, HostTensor> usual = workload.inputs(program, 7);
  private final List<HostTensor> poison =
      program.outputs().stream().map(t -> HostTensor.allocate(t).poison()).toList();
  private long now;

  /** Where the device does its work. */
  enum Place {
    EXECUTE,
    READ,
    WRITE,
    POISON,
    READ_OF_POISON
  }

  /** Right, and as slow as it is made. */
  private class Counted implements Executable {
    final Executable right =
        new NaiveTarget().compile(program, Precision.F32, new Target.Options(1, SETS));
    private final Place place;
    private boolean executed = true;

    Counted(Place place) {
      this.place = place;
    }

    @Override
    public void select(int set) {
      right.select(set);
    }

    @Override
    public void write(HostTensor value) {
      Place now = program.inputs().contains(value.tensor()) ? Place.WRITE : Place.POISON;
      pass(TRANSFER, now);
      executed = false;
      right.write(value);
    }

    @Override
    public void execute() {
      pass(0, Place.EXECUTE);
      executed = true;
      right.execute();
    }

    @Override
    public HostTensor read(Tensor tensor) {
      pass(TRANSFER, executed ? Place.READ : Place.READ_OF_POISON);
      if (place == Place.READ) {
        executed = false;
      }
      return right.read(tensor);
    }

    private void pass(long nanos, Place here) {
      now += nanos + (place == here ? EXECUTION : 0);
    }

    @Override
    public OptionalLong deviceNanos() {
      return OptionalLong.empty();
    }

    @Override
    public String engine() {
      return "counted";
    }

    @Override
    public void close() {}
  }

  private ResidentInputs inputs(Executable executable, int sets) {
    return new ResidentInputs(program, executable, usual, sets, new SplittableRandom(5));
  }

  private SpotChecks checks(Executable executable, int workers, int sets) {
    ResidentInputs inputs = inputs(executable, sets);
    inputs.write();
    return new SpotChecks(
        program,
        new ErrorModel(Precision.F32),
        executable,
        inputs,
        poison,
        () -> {},
        new SplittableRandom(3),
        workers,
        () -> now);
  }

  private Verification verdict(Executable executable, int workers, double timedNanos) {
    return verdict(executable, workers, timedNanos, 1);
  }

  private Verification verdict(Executable executable, int workers, double timedNanos, int sets) {
    SpotChecks checks = checks(executable, workers, sets);
    for (int check = 0; check < 10; check++) {
      checks.renew(true);
      checks.repeat();
      if (sets > 1) {
        checks.exchange();
      }
    }
    assertThat(checks.renewals()).isEqualTo(10);
    assertThat(checks.repetitions()).isEqualTo(10);
    assertThat(checks.exchanges()).isEqualTo(sets > 1 ? 10 : 0);
    return checks.verdict(TIMED, timedNanos);
  }

  @Test
  void anHonestDevicePasses() {
    for (int sets = 1; sets <= SETS; sets++) {
      assertThat(verdict(new Counted(Place.EXECUTE), 0, EXECUTION, sets)).isSameAs(TIMED);
    }
  }

  /** Executes only if something was written since it did. */
  private Executable lazy() {
    return new Counted(Place.EXECUTE) {
      private boolean written;

      @Override
      public void write(HostTensor value) {
        written = true;
        super.write(value);
      }

      @Override
      public void execute() {
        if (written) {
          super.execute();
        }
        written = false;
      }
    };
  }

  /** Nothing but a result on another set of inputs, with nothing written, tells. */
  @Test
  void anExecutionThatNeedsAWriteIsFound() {
    Executable lazy = lazy();
    assertThat(verdict(lazy, 0, EXECUTION, 1)).isSameAs(TIMED);
    Verification verdict = verdict(lazy, 0, EXECUTION, 2);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.check()).isEqualTo("on another set of inputs: entrywise");
    assertThat(verdict.detail()).contains("expected");
  }

  /** What an exchange left must not be what the next one looks for. */
  @Test
  void itIsFoundByExchangesAlone() {
    for (int exchanges = 1; exchanges <= 4; exchanges++) {
      SpotChecks checks = checks(lazy(), 0, 2);
      for (int i = 0; i < exchanges; i++) {
        checks.exchange();
      }
      assertThat(checks.verdict(TIMED, 0).passed()).as("%d exchanges", exchanges).isFalse();
    }
  }

  @Test
  void aSetThatIsNotSelectedIsFound() {
    Executable deaf =
        new Counted(Place.EXECUTE) {
          @Override
          public void select(int set) {}
        };
    assertThat(verdict(deaf, 0, EXECUTION, 2).passed()).isFalse();
  }

  /** What was kept amid the timed executions is held against the values that it had then. */
  @Test
  void newInputsAfterACheckDoNotMatter() {
    Executable executable = new Counted(Place.EXECUTE);
    ResidentInputs inputs = inputs(executable, SETS);
    SpotChecks checks =
        new SpotChecks(
            program,
            new ErrorModel(Precision.F32),
            executable,
            inputs,
            poison,
            () -> {},
            new SplittableRandom(3),
            0,
            () -> now);
    inputs.write();
    checks.exchange();
    checks.renew(false);
    inputs.renew();
    inputs.write();
    assertThat(checks.verdict(TIMED, EXECUTION)).isSameAs(TIMED);
  }

  @ParameterizedTest
  @EnumSource
  void whereverTheWorkIsDoneItShows(Place place) {
    Verification verdict = verdict(new Counted(place), 0, 50);
    assertThat(verdict.passed()).as("%s", verdict).isFalse();
    assertThat(verdict.detail())
        .contains(
            switch (place) {
              case EXECUTE, READ -> "an execution with new inputs and its result took 0.000100 s";
              case WRITE -> "writing new inputs took";
              case POISON -> "writing the outputs took";
              case READ_OF_POISON -> "reading unchanged outputs took";
            })
        .contains("the timed executions 5.00e-08 s each");
    assertThat(verdict.detail()).isNotNull();
  }

  /** One input and one output are written and the poison is read: a gap of 3 transfers. */
  @ParameterizedTest
  @CsvSource({"0", "1", "7"})
  void anExecutionMayTakeThreeTimedOnesAQuarterOfTheGapAndAWakeUpForEachWorker(int workers) {
    double allowance = SpotChecks.GAP_SHARE * 3 * TRANSFER + workers * SpotChecks.WAKE_NANOS;
    double limit = (EXECUTION - allowance) / SpotChecks.FACTOR;
    assertThat(verdict(new Counted(Place.EXECUTE), workers, limit + 0.01).passed()).isTrue();
    Verification verdict = verdict(new Counted(Place.EXECUTE), workers, limit - 0.01);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.worst()).isCloseTo(EXECUTION * 1e-9, within(1e-15));
    assertThat(verdict.bound()).isCloseTo(EXECUTION * 1e-9, within(1e-10));
  }

  /** Long gaps, as on a busy machine, allow for much; more checks find a short one. */
  @Test
  void fewLongGapsLeaveADoubtThatMoreChecksSettle() {
    Set<Place> slow = EnumSet.noneOf(Place.class);
    Executable busy =
        new Counted(Place.EXECUTE) {
          @Override
          public void write(HostTensor value) {
            boolean input = program.inputs().contains(value.tensor());
            now += slow.contains(input ? Place.WRITE : Place.POISON) ? 10 * EXECUTION : 0;
            super.write(value);
          }
        };
    SpotChecks checks = checks(busy, 0, 1);
    // Each part of the gap is short in one of the checks, and the gap in none.
    for (Place place : List.of(Place.WRITE, Place.POISON)) {
      slow.add(place);
      checks.renew(false);
      slow.clear();
    }
    assertThat(checks.undone(50)).isEmpty();
    assertThat(checks.doubtful(50)).isTrue();
    assertThat(checks.doubtful(EXECUTION)).as("as long as a timed execution").isFalse();
    while (checks.doubtful(50)) {
      checks.renew(false);
    }
    assertThat(checks.renewals()).isEqualTo(SpotChecks.ENOUGH_RENEWALS);
    assertThat(checks.undone(50)).isPresent();
  }

  /** Executes at the given cost, in ns; every transfer takes long, so the gap allows for much. */
  private class SlowToTransfer extends Counted {
    private final long cost;
    private final boolean onlyNewInputs;
    private boolean renewed;

    SlowToTransfer(Place place, long cost, boolean onlyNewInputs) {
      super(place);
      this.cost = cost;
      this.onlyNewInputs = onlyNewInputs;
    }

    @Override
    public void write(HostTensor value) {
      now += 10 * EXECUTION;
      renewed |= program.inputs().contains(value.tensor());
      super.write(value);
    }

    @Override
    public HostTensor read(Tensor tensor) {
      now += 10 * EXECUTION;
      return super.read(tensor);
    }

    @Override
    public void execute() {
      now += renewed || !onlyNewInputs ? cost : 0;
      renewed = false;
      super.execute();
    }
  }

  private SpotChecks afterLongGaps(Executable executable) {
    SpotChecks checks = checks(executable, 0, 1);
    for (int check = 0; check < 10; check++) {
      checks.renew(true);
    }
    assertThat(checks.undone(50)).as("a quarter of the gap allows for it").isEmpty();
    assertThat(checks.doubtful(50)).isTrue();
    checks.withoutNewInputs(50);
    return checks;
  }

  /** However long gaps are: nobody but a cache of results computes on new inputs only. */
  @Test
  void aResultThatOnlyNewInputsMakeItComputeIsFoundAfterALongGap() {
    SpotChecks checks = afterLongGaps(new SlowToTransfer(Place.WRITE, EXECUTION, true));
    assertThat(checks.verdict(TIMED, 50).detail())
        .contains("an execution with new inputs and its result took 0.000100 s");
  }

  /** Results that are not in the caches any more take longer to read; that is no excuse thrice. */
  @Test
  void aSlowReadAfterAPauseExcusesNoWork() {
    long pause = 1_000_000;
    long cold = 2 * EXECUTION / 5;
    SpotChecks checks =
        afterLongGaps(
            new SlowToTransfer(Place.WRITE, EXECUTION, true) {
              private long last = System.nanoTime();

              @Override
              public void execute() {
                now += System.nanoTime() - last > pause ? cold : 0;
                super.execute();
                last = System.nanoTime();
              }

              @Override
              public HostTensor read(Tensor tensor) {
                now += System.nanoTime() - last > pause ? cold : 0;
                HostTensor value = super.read(tensor);
                last = System.nanoTime();
                return value;
              }
            });
    assertThat(checks.verdict(TIMED, 50).detail())
        .contains("an execution with new inputs and its result took 0.000100 s");
  }

  /** Else these executions would be what an execution takes without new inputs. */
  @Test
  void someExecutionsDoneInFullAfterAWriteExcuseNoOthers() {
    Executable some =
        new SlowToTransfer(Place.WRITE, 0, false) {
          private int calls;

          @Override
          public void write(HostTensor value) {
            calls = 0;
            super.write(value);
          }

          @Override
          public void execute() {
            now += calls++ < 5 ? EXECUTION : 0;
            super.execute();
          }
        };
    SpotChecks checks = afterLongGaps(some);
    for (int check = 0; check < 10; check++) {
      checks.renew(true);
      checks.withoutNewInputs(50);
    }
    assertThat(checks.verdict(TIMED, 50).detail())
        .contains("an execution with new inputs and its result took 0.000100 s");
  }

  @Test
  void workThatIsLeftToTheReadIsFoundAfterALongGap() {
    SpotChecks checks = afterLongGaps(new SlowToTransfer(Place.READ, 0, false));
    assertThat(checks.verdict(TIMED, 50).detail())
        .contains("an execution right after another one and its result took 0.000100 s");
  }

  /** A launch that takes long whatever the inputs are. */
  @Test
  void anExecutionThatTakesAsLongWithoutNewInputsIsNoCache() {
    long cost = (long) SpotChecks.WAKE_NANOS;
    SpotChecks checks = afterLongGaps(new SlowToTransfer(Place.WRITE, cost, false));
    assertThat(checks.verdict(TIMED, 50)).isSameAs(TIMED);
  }

  @Test
  void aDeviceWithAClockHasNoWorkersToWake() {
    Executable clocked =
        new Counted(Place.EXECUTE) {
          @Override
          public OptionalLong deviceNanos() {
            return OptionalLong.of(1);
          }
        };
    assertThat(verdict(clocked, 100, 1).passed()).isFalse();
  }

  @Test
  void withoutATimeOnlyResultsAreChecked() {
    assertThat(verdict(new Counted(Place.READ), 0, 0)).isSameAs(TIMED);
  }

  /** A cache of results must not help, however many checks there are. */
  @Test
  void inputsAreNeverUsedTwice() {
    Set<List<Double>> seen = new HashSet<>();
    Tensor first = program.inputs().getFirst();
    double[] sorted = sorted(Objects.requireNonNull(usual.get(first)));
    ResidentInputs inputs = inputs(new Counted(Place.EXECUTE), 2);
    for (int i = 0; i < 1_000; i++) {
      inputs.renew();
      for (int set = 0; set < 2; set++) {
        HostTensor fresh = Objects.requireNonNull(inputs.values(set).get(first));
        assertThat(seen.add(Arrays.stream(fresh.toDoubles()).boxed().toList())).isTrue();
        assertThat(sorted(fresh)).as("the same values").isEqualTo(sorted);
      }
    }
  }

  private static double[] sorted(HostTensor tensor) {
    double[] values = tensor.toDoubles();
    Arrays.sort(values);
    return values;
  }

  @Test
  void anExecutionThatWritesNothingIsFound() {
    Executable idle =
        new Counted(Place.EXECUTE) {
          @Override
          public void execute() {}
        };
    Verification verdict = verdict(idle, 0, EXECUTION);
    assertThat(verdict.check()).isEqualTo("written by every execution");
    assertThat(verdict.detail()).contains("[0, 0] was not written by one execution");
  }

  /** As by an execution that was under way when it said that it had finished. */
  @Test
  void anOutputThatChangesByItselfIsFound() {
    Executable late =
        new Counted(Place.EXECUTE) {
          private boolean poisoned;

          @Override
          public void write(HostTensor value) {
            poisoned = program.outputs().contains(value.tensor());
            super.write(value);
          }

          @Override
          public HostTensor read(Tensor tensor) {
            if (poisoned) {
              right.execute();
            }
            return super.read(tensor);
          }
        };
    assertThat(verdict(late, 0, EXECUTION).detail()).contains("changed while nothing was executed");
  }

  /** Only a full check of a result on new inputs finds this: the timed buffers are right. */
  @ParameterizedTest
  @ValueSource(ints = {0, 35})
  void aWrongElementOfAResultOnNewInputsIsFound(int element) {
    Executable wrong =
        new Counted(Place.EXECUTE) {
          @Override
          public HostTensor read(Tensor tensor) {
            HostTensor value = super.read(tensor);
            value.set(element, 1.01 * value.get(element));
            return value;
          }
        };
    Verification verdict = verdict(wrong, 0, EXECUTION);
    assertThat(verdict.check()).isEqualTo("with new inputs: entrywise");
    assertThat(verdict.detail()).contains("[" + element / 6 + ", " + element % 6 + "]: expected");
  }
}
