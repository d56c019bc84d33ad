package assay.core.oracle;

import assay.core.program.Tensor;
import java.util.HashMap;
import java.util.Map;

/** What is known while a program is interpreted: values and bounds of the tensors so far. */
public final class Evaluation {
  private final Map<Tensor, ReferenceTensor> known = new HashMap<>();
  private final ErrorModel model;
  private final boolean bounded;

  /**
   * @param bounded whether bounds of sums are wanted; without them those are 0
   */
  Evaluation(Map<Tensor, ReferenceTensor> given, ErrorModel model, boolean bounded) {
    known.putAll(given);
    this.model = model;
    this.bounded = bounded;
  }

  /** How arithmetic errs. */
  public ErrorModel model() {
    return model;
  }

  /** Whether bounds of sums are wanted. */
  public boolean bounded() {
    return bounded;
  }

  /**
   * What is known of a tensor.
   *
   * @throws IllegalArgumentException if nothing is
   */
  public ReferenceTensor get(Tensor tensor) {
    ReferenceTensor found = known.get(tensor);
    if (found == null) {
      throw new IllegalArgumentException("the oracle was given no values for " + tensor);
    }
    return found;
  }

  /** The values of a tensor; not to be changed. */
  public double[] values(Tensor tensor) {
    return get(tensor).values();
  }

  /** The bounds of a tensor; not to be changed. */
  public double[] bounds(Tensor tensor) {
    return get(tensor).bounds();
  }

  /** Takes over what an operation writes. */
  public void put(Tensor tensor, double[] values, double[] bounds) {
    known.put(tensor, new ReferenceTensor(tensor, values, bounds));
  }

  Map<Tensor, ReferenceTensor> all() {
    return known;
  }
}
