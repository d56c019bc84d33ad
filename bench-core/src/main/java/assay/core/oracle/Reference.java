package assay.core.oracle;

import assay.core.oracle.op.Rules;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * Interprets a program in float64, operation by operation from their definitions, and computes for
 * every element how far a correct target of a given precision may deviate (see {@link ErrorModel}).
 */
public final class Reference {
  private Reference() {}

  /**
   * Values and bounds of every tensor after one execution; state has its new values.
   *
   * @param given inputs and state, taken as exact; state that is absent starts at zero
   * @throws IllegalArgumentException if an input is missing or a label is out of range
   */
  public static Map<Tensor, ReferenceTensor> evaluate(
      Program program, Precision precision, Map<Tensor, HostTensor> given) {
    return evaluate(program, new ErrorModel(precision), given);
  }

  /** The same for the arithmetic of one device. */
  public static Map<Tensor, ReferenceTensor> evaluate(
      Program program, ErrorModel model, Map<Tensor, HostTensor> given) {
    Map<Tensor, ReferenceTensor> exact = new HashMap<>();
    given.forEach((tensor, host) -> exact.put(tensor, ReferenceTensor.exact(host)));
    return run(program, model, exact, true);
  }

  /**
   * The same from values that already have bounds, for example the state left by a previous
   * execution.
   */
  public static Map<Tensor, ReferenceTensor> evaluateFrom(
      Program program, Precision precision, Map<Tensor, ReferenceTensor> given) {
    return run(program, new ErrorModel(precision), given, true);
  }

  /**
   * Values only, at about a third of the cost: the bounds in the result are meaningless. Feeding
   * the result back continues a training run in float64.
   */
  public static Map<Tensor, ReferenceTensor> values(
      Program program, Map<Tensor, ReferenceTensor> given) {
    return run(program, new ErrorModel(Precision.F64), given, false);
  }

  private static Map<Tensor, ReferenceTensor> run(
      Program program, ErrorModel model, Map<Tensor, ReferenceTensor> given, boolean bounded) {
    Map<Tensor, ReferenceTensor> start = new HashMap<>();
    for (Tensor state : program.state()) {
      ReferenceTensor value = given.get(state);
      start.put(
          state,
          value == null
              ? ReferenceTensor.exact(state, new double[Math.toIntExact(state.elements())])
              : value);
    }
    for (Tensor input : program.inputs()) {
      ReferenceTensor value = given.get(input);
      if (value == null) {
        throw new IllegalArgumentException("the oracle was given no values for " + input);
      }
      start.put(input, value);
    }
    Evaluation evaluation = new Evaluation(start, model, bounded);
    program.ops().forEach(op -> Rules.of(op).evaluate(evaluation));
    return evaluation.all();
  }
}
