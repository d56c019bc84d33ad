package assay.gpu.ptx;

import assay.core.program.Optimizer;
import assay.core.program.Schedule;
import assay.core.program.Tensor;
import assay.core.program.op.OptimizerStep;
import assay.gpu.compile.Step;
import assay.gpu.compile.Workspace;
import assay.gpu.driver.Arguments;
import assay.gpu.driver.Kernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** One step of an optimizer over all parameters, in two launches. */
final class OptimizerSteps {
  private static final String MODULE = "optimizer";

  /** {@code struct Parameter} of {@code optimizer.cu}. */
  private static final int PARAMETER_BYTES = 6 * Long.BYTES;

  /** Learning rate and the two corrections of Adam. */
  private static final int SCALARS = 3;

  private OptimizerSteps() {}

  /**
   * Parameters of a rule.
   *
   * @param code {@code enum Rule} of {@code optimizer.cu}
   * @param keep fraction of the first slot that is kept
   * @param keep2 fraction of the second slot that is kept
   */
  private record Rule(int code, double keep, double keep2, double epsilon) {
    static Rule of(Optimizer optimizer) {
      return switch (optimizer) {
        case Optimizer.GradientDescent _, Optimizer.Sgd _ -> new Rule(0, 0, 0, 0);
        case Optimizer.Momentum o -> new Rule(1, o.momentum(), 0, 0);
        case Optimizer.Adagrad o -> new Rule(2, 1, 0, o.epsilon());
        case Optimizer.RmsProp o -> new Rule(3, o.rho(), 0, o.epsilon());
        case Optimizer.Adam o -> new Rule(4, o.beta1(), o.beta2(), o.epsilon());
      };
    }
  }

  static List<Step> steps(OptimizerStep op, Workspace space) {
    Rule rule = Rule.of(op.optimizer());
    long scalars = space.scratch(SCALARS * Float.BYTES, "the optimizer's scalars");
    return List.of(prepare(op, rule, scalars, space), update(op, rule, scalars, space));
  }

  private static Step prepare(OptimizerStep op, Rule rule, long scalars, Workspace space) {
    Arguments arguments = new Arguments().address(space.address(op.step())).address(scalars);
    switch (op.schedule()) {
      case Schedule.Constant s -> arguments.f64(s.rate()).f64(1).i64(1).i32(0);
      case Schedule.Exponential s ->
          arguments.f64(s.initial()).f64(s.decay()).i64(s.decaySteps()).i32(1);
      case Schedule.Step s -> arguments.f64(s.initial()).f64(s.factor()).i64(s.every()).i32(2);
    }
    arguments.f64(rule.keep()).f64(rule.keep2());
    return new Launch(
        space.kernel(MODULE, "optimizer_prepare"),
        Kernel.Extent.of(1),
        Kernel.Extent.of(1),
        arguments);
  }

  private static Step update(OptimizerStep op, Rule rule, long scalars, Workspace space) {
    long table = space.table(table(op, space), "the optimizer's parameters");
    Arguments arguments =
        new Arguments()
            .address(table)
            .address(scalars)
            .i32(rule.code())
            .f32(rule.keep())
            .f32(1 - rule.keep())
            .f32(rule.keep2())
            .f32(1 - rule.keep2())
            .f32(rule.epsilon());
    long largest = op.parameters().stream().mapToLong(Tensor::elements).max().orElse(1);
    int blocks = Launch.blocks(largest, space.gpu().multiprocessors());
    return new Launch(
        space.kernel(MODULE, "optimizer_step"),
        new Kernel.Extent(blocks, op.parameters().size(), 1),
        Kernel.Extent.of(Launch.THREADS),
        arguments);
  }

  private static byte[] table(OptimizerStep op, Workspace space) {
    int count = op.parameters().size();
    ByteBuffer table = ByteBuffer.allocate(count * PARAMETER_BYTES).order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      Tensor parameter = op.parameters().get(i);
      table.putLong(space.address(parameter)).putLong(space.address(op.gradients().get(i)));
      for (int slot = 0; slot < 2; slot++) {
        table.putLong(slot < op.slots().size() ? space.address(op.slots().get(slot).get(i)) : 0);
      }
      table.putLong(parameter.elements()).putLong(TypeCode.of(parameter));
    }
    return table.array();
  }
}
