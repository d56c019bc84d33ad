package assay.cli.faults;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.device.ModelFigures;
import assay.core.program.Program;
import assay.core.spi.Executable;
import assay.core.spi.ModelledExecutable;
import assay.core.spi.TargetException;
import java.util.Map;

/** Register-transfer models, right and wrong; registered in META-INF/services. */
public final class FaultyModels {
  /** Cycles each of them counts. */
  public static final long CYCLES = 1234;

  private FaultyModels() {}

  /** Right, and not to be executed again and again as what is timed. */
  public static class Model extends ScriptedTarget {
    public Model() {
      this("model");
    }

    Model(String id) {
      super(id);
    }

    @Override
    public Availability<Device> probe() {
      return new Availability.Available<>(new Device.RtlModel("array", Map.of("rows", "1")));
    }

    @Override
    Executable executable(Program program, Executable right, Script script) {
      return new Counting(program, right, script);
    }
  }

  /** Computes wrong. */
  public static final class WrongModel extends Model {
    public WrongModel() {
      super("wrong-model");
    }

    @Override
    Executable executable(Program program, Executable right, Script script) {
      return new Counting(program, right, script) {
        @Override
        void step() {
          super.step();
          output().set(0, output().get(0) + 1);
        }
      };
    }
  }

  /** Says it is a model, and counts no cycles. */
  public static final class ModelWithoutCycles extends Model {
    public ModelWithoutCycles() {
      super("model-without-cycles");
    }

    @Override
    Executable executable(Program program, Executable right, Script script) {
      return right;
    }
  }

  /** Right, and counts more multiply-adds than its array can do. */
  public static final class ImpossibleModel extends Model {
    public ImpossibleModel() {
      super("impossible-model");
    }

    @Override
    Executable executable(Program program, Executable right, Script script) {
      return new Counting(program, right, script) {
        @Override
        public ModelFigures figures() {
          return new ModelFigures(1, 315, 1, new Availability.Unavailable<>("not routed"));
        }
      };
    }
  }

  /** Right, and gives nothing where it should give its counts. */
  public static final class ModelWithoutFigures extends Model {
    public ModelWithoutFigures() {
      super("model-without-figures");
    }

    @Override
    Executable executable(Program program, Executable right, Script script) {
      return new Counting(program, right, script) {
        @Override
        @SuppressWarnings(
            "NullAway") // Against its contract, which another module's target may break.
        public ModelFigures figures() {
          return null;
        }
      };
    }
  }

  private static class Counting extends ScriptedExecutable implements ModelledExecutable {
    Counting(Program program, Executable right, Script script) {
      super(program, right, script, 0);
    }

    @Override
    void step() {
      if (calls() > 2) {
        throw new TargetException("a model was executed " + calls() + " times");
      }
      super.step();
    }

    @Override
    public ModelFigures figures() {
      return new ModelFigures(CYCLES, 315, 1, new Availability.Unavailable<>("not routed"));
    }
  }
}
