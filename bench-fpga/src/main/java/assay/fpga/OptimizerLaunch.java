package assay.fpga;

import assay.core.program.Optimizer;
import assay.core.program.Tensor;
import assay.core.program.op.OptimizerStep;
import java.util.ArrayList;
import java.util.List;

/** One optimizer step: a launch per parameter, with the coefficients of the step. */
final class OptimizerLaunch {
  /** Positions of {@code optimizer_step}'s arguments. */
  private static final int RATE = 6;

  private static final int CORRECTION = 11;
  private static final int CORRECTION_2 = 12;

  private OptimizerLaunch() {}

  /**
   * A rule as the kernel implements it, with coefficients in binary64.
   *
   * @param opcode as in {@code training.cl}
   */
  private record Rule(
      int opcode, double keep, double take, double keep2, double take2, double epsilon) {
    static Rule of(Optimizer optimizer) {
      return switch (optimizer) {
        case Optimizer.GradientDescent _, Optimizer.Sgd _ -> new Rule(0, 0, 0, 0, 0, 0);
        case Optimizer.Momentum o -> new Rule(1, o.momentum(), 1, 0, 0, 0);
        case Optimizer.Adagrad o -> new Rule(2, 1, 1, 0, 0, o.epsilon());
        case Optimizer.RmsProp o -> new Rule(2, o.rho(), 1 - o.rho(), 0, 0, o.epsilon());
        case Optimizer.Adam o ->
            new Rule(3, o.beta1(), 1 - o.beta1(), o.beta2(), 1 - o.beta2(), o.epsilon());
      };
    }
  }

  static List<Step> of(
      OptimizerStep op, Accelerator accelerator, DeviceMemory memory, StepCounters counters) {
    List<Step> steps = new ArrayList<>();
    List<Launch> launches = new ArrayList<>();
    for (int i = 0; i < op.parameters().size(); i++) {
      launches.add(launch(op, i, accelerator, memory));
    }
    steps.add(() -> launches.forEach(launch -> enqueue(op, launch, counters.current(op.step()))));
    steps.add(() -> memory.of(op.step()).write(counters.advance(op.step()).data()));
    return steps;
  }

  private static Launch launch(
      OptimizerStep op, int index, Accelerator accelerator, DeviceMemory memory) {
    Rule rule = Rule.of(op.optimizer());
    Tensor parameter = op.parameters().get(index);
    Region p = memory.of(parameter);
    Region first = op.slots().isEmpty() ? p : memory.of(op.slots().get(0).get(index));
    Region second = op.slots().size() < 2 ? first : memory.of(op.slots().get(1).get(index));
    return new Call(Kernel.OPTIMIZER_STEP)
        .memory(p, memory.of(op.gradients().get(index)), first, second)
        .count(parameter.elements())
        .extent(rule.opcode)
        .real(0, rule.keep, rule.take, rule.keep2, rule.take2, 1, 1, rule.epsilon)
        .on(accelerator);
  }

  private static void enqueue(OptimizerStep op, Launch launch, long step) {
    launch.set(RATE, (float) op.schedule().rate(step));
    if (op.optimizer() instanceof Optimizer.Adam adam) {
      double t = step + 1.0;
      launch.set(CORRECTION, (float) (1 - Math.pow(adam.beta1(), t)));
      launch.set(CORRECTION_2, (float) (1 - Math.pow(adam.beta2(), t)));
    }
    launch.enqueue();
  }
}
