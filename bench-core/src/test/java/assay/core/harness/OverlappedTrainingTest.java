package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.record.Timing;
import assay.core.record.Verification;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Unsupported;
import assay.core.testing.NaiveTarget;
import assay.core.workload.TrainWorkload;
import assay.core.workload.Workloads;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches that travel beside a step, gone wrong where the ten repeated losses do not look. */
class OverlappedTrainingTest {
  private static final int STEPS = 12;

  /** What happens to the batch that is written beside a step after the timed ones. */
  enum Fault {
    NONE,
    /** It overwrites the one being computed on. */
    EARLY,
    /** It never arrives. */
    LOST
  }

  private record Overlapping(Fault fault) implements Target {
    @Override
    public String id() {
      return "overlapping";
    }

    @Override
    public String description() {
      return fault.name();
    }

    @Override
    public Availability<Device> probe() {
      return new NaiveTarget().probe();
    }

    @Override
    public List<Precision> precisions() {
      return new NaiveTarget().precisions();
    }

    @Override
    public Optional<Unsupported> unsupported(Program program, Precision precision) {
      return Optional.empty();
    }

    @Override
    public Executable compile(Program program, Precision precision, Options options) {
      return new OverlappingExecutable(
          fault, new NaiveTarget().compile(program, precision, options));
    }
  }

  private static final class OverlappingExecutable implements Executable {
    private final Fault fault;
    private final Executable right;
    private int steps;
    private boolean deaf;

    OverlappingExecutable(Fault fault, Executable right) {
      this.fault = fault;
      this.right = right;
    }

    @Override
    public void write(HostTensor value) {
      if (!deaf) {
        right.write(value);
      }
    }

    @Override
    public void execute() {
      right.execute();
    }

    @Override
    public void execute(Runnable meanwhile) {
      Fault now = ++steps > STEPS ? fault : Fault.NONE;
      if (now == Fault.EARLY) {
        meanwhile.run();
        right.execute();
        return;
      }
      right.execute();
      deaf = now == Fault.LOST;
      meanwhile.run();
      deaf = false;
    }

    @Override
    public HostTensor read(Tensor tensor) {
      return right.read(tensor);
    }

    @Override
    public OptionalLong deviceNanos() {
      return OptionalLong.empty();
    }

    @Override
    public String engine() {
      return right.engine();
    }

    @Override
    public void close() {
      right.close();
    }
  }

  private static Verification trained(Fault fault, String workload) {
    try (TrainingSession session =
        new TrainingSession(
            (TrainWorkload) Workloads.parse(workload),
            Precision.F32,
            new Overlapping(fault),
            ForkSettings.ofSystemProperties(),
            false)) {
      session.beforeIteration(Session.Iteration.LAST);
      session.execute();
      return session.verify();
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothStepsOfAnOverlapAreCheckedEntryByEntry(Fault fault) {
    int batch = 2;
    Verification verdict =
        trained(fault, "train/cnn-fashion,epochs=1,batch=2,images=" + batch * STEPS);
    assertThat(verdict.passed()).as("%s", verdict).isEqualTo(fault == Fault.NONE);
    assertThat(verdict.check())
        .contains(fault == Fault.LOST ? "step on the next batch" : "further step");
  }

  /** Warm-up steps are those of a network that is discarded; steps of both kinds are timed. */
  @Test
  void everyStepIsTimed() {
    try (TrainingSession session =
        new TrainingSession(
            (TrainWorkload) Workloads.parse("train/cnn-fashion,epochs=1,batch=2,images=6"),
            Precision.F32,
            new Overlapping(Fault.NONE),
            ForkSettings.ofSystemProperties(),
            false)) {
      for (Session.Iteration iteration :
          List.of(Session.Iteration.WARMUP, Session.Iteration.LAST)) {
        session.beforeIteration(iteration);
        session.execute();
      }
      assertThat(session.warmupSeconds()).hasSize(3);
      Timing.Steps steps = session.steps().orElseThrow();
      assertThat(steps.perValue()).isEqualTo(1);
      assertThat(steps.seconds().size()).isEqualTo(3);
    }
  }

  /** The next batch is then the next epoch's. */
  @Test
  void anEpochOfOneBatchIsChecked() {
    Verification verdict = trained(Fault.NONE, "train/cnn-fashion,epochs=1,batch=2,images=2");
    assertThat(verdict.passed()).as("%s", verdict).isTrue();
  }
}
