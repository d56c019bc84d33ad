package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.DataType;
import assay.core.program.Optimizer;
import assay.core.program.ProgramException;
import assay.core.program.Schedule;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of an optimizer over all parameters at once, so that a target can do it in one pass. The
 * learning rate is the schedule's at {@code step}'s value t (initially 0); afterwards the step is t
 * + 1.
 *
 * @param parameters state, updated in place
 * @param gradients of the parameters' shapes and types, in their order
 * @param slots one list per name in {@link Optimizer#slots()}, each with one state tensor per
 *     parameter, updated in place
 * @param step (1), s32, state
 */
public record OptimizerStep(
    List<Tensor> parameters,
    List<Tensor> gradients,
    List<List<Tensor>> slots,
    Tensor step,
    Optimizer optimizer,
    Schedule schedule)
    implements Op {

  /**
   * @throws ProgramException if numbers, shapes or types do not match
   */
  public OptimizerStep {
    parameters = List.copyOf(parameters);
    gradients = List.copyOf(gradients);
    slots = slots.stream().map(List::copyOf).toList();
    require(!parameters.isEmpty(), "OptimizerStep needs at least one parameter");
    require(
        slots.size() == optimizer.slots().size(),
        "optimizer %s needs slots %s; got %d lists",
        optimizer.id(),
        optimizer.slots(),
        slots.size());
    checkLike(parameters, gradients, "gradient");
    for (List<Tensor> slot : slots) {
      checkLike(parameters, slot, "slot");
    }
    require(
        step.shape().equals(Shape.of(1)) && step.type() == DataType.S32,
        "OptimizerStep's step must be s32 of shape 1; got %s",
        step);
  }

  private static void checkLike(List<Tensor> parameters, List<Tensor> others, String what) {
    require(
        others.size() == parameters.size(),
        "OptimizerStep has %d parameters, but %d %ss",
        parameters.size(),
        others.size(),
        what);
    for (int i = 0; i < parameters.size(); i++) {
      Tensor p = parameters.get(i);
      Tensor o = others.get(i);
      require(
          p.type().isFloating() && o.shape().equals(p.shape()) && o.type() == p.type(),
          "OptimizerStep: the %s of %s must have its shape and type; got %s",
          what,
          p,
          o);
    }
  }

  @Override
  public List<Tensor> inputs() {
    return gradients;
  }

  @Override
  public List<Tensor> outputs() {
    return List.of();
  }

  @Override
  public List<Tensor> updates() {
    List<Tensor> all = new ArrayList<>(parameters);
    slots.forEach(all::addAll);
    all.add(step);
    return all;
  }

  @Override
  public long flops() {
    long elements = 0;
    for (Tensor parameter : parameters) {
      elements += parameter.elements();
    }
    return elements * optimizer.flopsPerElement();
  }
}
