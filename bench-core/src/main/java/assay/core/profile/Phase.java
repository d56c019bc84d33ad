package assay.core.profile;

import assay.core.program.Program;
import assay.core.program.op.Op;
import assay.core.program.op.OptimizerStep;
import assay.core.program.op.SoftmaxCrossEntropy;
import java.util.List;

/** What an operation of a training step is for. */
public enum Phase {
  /** From the batch to the loss; every operation of a program that trains nothing. */
  FORWARD,
  /** From the loss to the gradients. */
  BACKWARD,
  /** From the gradients to the parameters. */
  OPTIMIZER;

  /** The phase of a program's operation: what follows the loss carries gradients. */
  static Phase of(Program program, Op op) {
    if (op instanceof OptimizerStep) {
      return OPTIMIZER;
    }
    List<Op> ops = program.ops();
    boolean trains = ops.stream().anyMatch(OptimizerStep.class::isInstance);
    int loss =
        ops.stream()
            .filter(SoftmaxCrossEntropy.class::isInstance)
            .mapToInt(ops::indexOf)
            .max()
            .orElse(ops.size());
    return trains && ops.indexOf(op) > loss ? BACKWARD : FORWARD;
  }
}
