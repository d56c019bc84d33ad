package assay.core.testing;

import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import java.util.HashMap;
import java.util.Map;

/** A naive target's memory: every tensor as doubles that its type can hold. */
final class Memory {
  private final Map<Tensor, double[]> values = new HashMap<>();

  double[] get(Tensor tensor) {
    return values.computeIfAbsent(tensor, t -> new double[Math.toIntExact(t.elements())]);
  }

  void put(HostTensor host) {
    values.put(host.tensor(), host.toDoubles());
  }

  /** Stores computed values, rounded to the tensor's type. */
  void put(Tensor tensor, double[] computed) {
    values.put(tensor, HostTensor.of(tensor, computed).toDoubles());
  }

  HostTensor host(Tensor tensor) {
    return HostTensor.of(tensor, get(tensor));
  }
}
