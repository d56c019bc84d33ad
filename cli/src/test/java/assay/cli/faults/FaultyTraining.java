package assay.cli.faults;

import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.Executable;

/** The SIMD target with a fault in how it trains; registered in META-INF/services. */
public abstract class FaultyTraining extends Disguised {
  FaultyTraining(String id) {
    super(id, "cpu-simd");
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

  /** Training steps alone are spoiled, not the inference that measures accuracy. */
  @Override
  final Executable disguise(Program program, Executable right) {
    if (program.parameters().isEmpty() || program.state().size() == program.parameters().size()) {
      return right;
    }
    return new Wrapped(right) {
      private int calls;

      @Override
      public void execute() {
        right.execute();
        spoil(right, program, ++calls);
      }
    };
  }
}
