package assay.core.oracle;

import assay.core.program.Tensor;
import java.util.HashMap;
import java.util.Map;

/** The state of interpreting a program: values and bounds of the tensors so far. */
public final class Evaluation {
  private final Map<Tensor, ReferenceTensor> known = new HashMap<>();
  private final ErrorModel model;
  private final boolean bounded;

  /**
   * @param bounded whether to compute bounds of sums; if not, they are 0
   */
  Evaluation(Map<Tensor, ReferenceTensor> given, ErrorModel model, boolean bounded) {
    known.putAll(given);
    this.model = model;
    this.bounded = bounded;
  }

  /** The error model of the arithmetic. */
  public ErrorModel model() {
    return model;
  }

  /** Whether bounds of sums are computed. */
  public boolean bounded() {
    return bounded;
  }

  /**
   * The value and bounds of a tensor.
   *
   * @throws IllegalArgumentException if there are none
   */
  public ReferenceTensor get(Tensor tensor) {
    ReferenceTensor found = known.get(tensor);
    if (found == null) {
      throw new IllegalArgumentException("the oracle was given no values for " + tensor);
    }
    return found;
  }

  /** The values of a tensor; do not modify. */
  public double[] values(Tensor tensor) {
    return get(tensor).values();
  }

  /** The bounds of a tensor; do not modify. */
  public double[] bounds(Tensor tensor) {
    return get(tensor).bounds();
  }

  /** Stores what an operation writes. */
  public void put(Tensor tensor, double[] values, double[] bounds) {
    known.put(tensor, new ReferenceTensor(tensor, values, bounds));
  }

  Map<Tensor, ReferenceTensor> all() {
    return known;
  }
}
