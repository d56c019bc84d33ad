package assay.core.program;

import assay.core.program.op.Op;
import assay.core.program.op.SoftmaxCrossEntropy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reverse-mode differentiation of a program under construction: walks the operations backwards from
 * the loss and lets each add its gradient operations.
 */
public final class Gradients {
  private final ProgramBuilder program;
  private final Set<Tensor> dependent;
  private final Map<Tensor, Tensor> gradients = new HashMap<>();

  private Gradients(ProgramBuilder program, Set<Tensor> dependent) {
    this.program = program;
    this.dependent = dependent;
  }

  /**
   * Adds to {@code program} the operations that compute the gradient of {@code loss} with respect
   * to each of {@code parameters}.
   *
   * @return the gradients, in the parameters' order
   * @throws ProgramException if the loss is not written by {@link SoftmaxCrossEntropy}, a parameter
   *     does not reach it, or an operation between them has no gradient rule
   */
  static List<Tensor> build(ProgramBuilder program, Tensor loss, List<Tensor> parameters) {
    List<Op> forward = List.copyOf(program.ops());
    Gradients gradients = new Gradients(program, dependents(forward, parameters));
    boolean found = false;
    for (Op op : forward.reversed()) {
      boolean isLoss = op instanceof SoftmaxCrossEntropy s && s.loss().equals(loss);
      found |= isLoss;
      if (isLoss || op.outputs().stream().anyMatch(gradients.gradients::containsKey)) {
        op.backward(gradients);
      }
    }
    ProgramException.require(
        found, "the loss %s is not written by a SoftmaxCrossEntropy of this program", loss);
    return parameters.stream().map(gradients::of).toList();
  }

  private static Set<Tensor> dependents(List<Op> ops, List<Tensor> parameters) {
    Set<Tensor> reached = new HashSet<>(parameters);
    for (Op op : ops) {
      if (op.inputs().stream().anyMatch(reached::contains)) {
        reached.addAll(op.outputs());
      }
    }
    return reached;
  }

  /** The program to which gradient operations are added. */
  public ProgramBuilder program() {
    return program;
  }

  /** Whether {@code tensor} depends on a parameter, so that its gradient is needed. */
  public boolean needed(Tensor tensor) {
    return dependent.contains(tensor);
  }

  /**
   * The gradient of the loss with respect to {@code tensor}, of its shape and type.
   *
   * @throws ProgramException if no operation between it and the loss has contributed one
   */
  public Tensor of(Tensor tensor) {
    Tensor gradient = gradients.get(tensor);
    if (gradient == null) {
      throw new ProgramException("no gradient reaches " + tensor + ": it does not feed the loss");
    }
    return gradient;
  }

  /**
   * Contributes {@code gradient} to that of {@code tensor}; contributions are summed. Ignored if
   * not needed.
   */
  public void add(Tensor tensor, Tensor gradient) {
    if (needed(tensor)) {
      Tensor known = gradients.get(tensor);
      gradients.put(tensor, known == null ? gradient : program.add(known, gradient));
    }
  }
}
