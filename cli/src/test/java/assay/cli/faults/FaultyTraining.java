package assay.cli.faults;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import assay.core.spi.Unsupported;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The SIMD target with a fault in how it trains; registered in META-INF/services. */
public abstract class FaultyTraining implements Target {
  private final String id;

  FaultyTraining(String id) {
    this.id = id;
  }

  /** Spoils what the call left behind. */
  abstract void spoil(Executable executable, Program program, int call);

  /** One weight goes astray in the middle of the timed steps, once. */
  public static final class GoesAstrayOnce extends FaultyTraining {
    private static final int CALL = 6;

    public GoesAstrayOnce() {
      super("astray-once");
    }

    @Override
    void spoil(Executable executable, Program program, int call) {
      if (call == CALL) {
        scale(executable, program.tensor("dense2.b"), 3);
      }
    }
  }

  /** Every step moves one small parameter by a little too much. */
  public static final class OptimizerOff extends FaultyTraining {
    public OptimizerOff() {
      super("optimizer-off");
    }

    @Override
    void spoil(Executable executable, Program program, int call) {
      scale(executable, program.tensor("dense2.b"), 1.001);
    }
  }

  /** The loss of a timed step is not a number. */
  public static final class LosesItsLoss extends FaultyTraining {
    private static final int CALL = 7;

    public LosesItsLoss() {
      super("loses-loss");
    }

    @Override
    void spoil(Executable executable, Program program, int call) {
      if (call == CALL) {
        executable.write(HostTensor.allocate(program.outputs().getFirst()).poison());
      }
    }
  }

  private static void scale(Executable executable, Tensor tensor, double factor) {
    HostTensor value = executable.read(tensor);
    for (long i = 0; i < value.elements(); i++) {
      value.set(i, factor * value.get(i) + (factor - 1) * 1e-2);
    }
    executable.write(value);
  }

  private static Target right() {
    return Targets.byId("cpu-simd").orElseThrow();
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String description() {
    return "training with a planted fault";
  }

  @Override
  public final Availability<Device> probe() {
    return right().probe();
  }

  @Override
  public final List<Precision> precisions() {
    return right().precisions();
  }

  @Override
  public final Optional<Unsupported> unsupported(Program program, Precision precision) {
    return right().unsupported(program, precision);
  }

  @Override
  public final List<String> jvmArgs() {
    return right().jvmArgs();
  }

  @Override
  public final Executable compile(Program program, Precision precision, Options options) {
    Executable executable = right().compile(program, precision, options);
    return program.parameters().isEmpty() || program.state().size() == program.parameters().size()
        ? executable
        : new Spoiled(program, executable);
  }

  /** Training steps alone are spoiled, not the inference that measures accuracy. */
  private final class Spoiled implements Executable {
    private final Program program;
    private final Executable right;
    private int calls;

    Spoiled(Program program, Executable right) {
      this.program = program;
      this.right = right;
    }

    @Override
    public void write(HostTensor value) {
      right.write(value);
    }

    @Override
    public void execute() {
      right.execute();
      spoil(right, program, ++calls);
    }

    @Override
    public HostTensor read(Tensor tensor) {
      return right.read(tensor);
    }

    @Override
    public OptionalLong deviceNanos() {
      return right.deviceNanos();
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
}
