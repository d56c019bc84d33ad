package assay.fpga;

import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import assay.core.program.op.OptimizerStep;
import java.util.HashMap;
import java.util.Map;

/**
 * The step counters of a program's optimizers. The host needs them to compute the learning rate and
 * Adam's corrections in binary64, so it keeps its own count instead of reading the device at each
 * step; the counter in device memory is then updated.
 */
final class StepCounters {
  private final Map<Tensor, HostTensor> counters = new HashMap<>();

  StepCounters(Program program) {
    for (Op op : program.ops()) {
      if (op instanceof OptimizerStep step) {
        counters.put(step.step(), HostTensor.allocate(step.step()));
      }
    }
  }

  /** Takes over a value that the caller writes. */
  void written(HostTensor value) {
    HostTensor counter = counters.get(value.tensor());
    if (counter != null) {
      counter.data().copyFrom(value.data());
    }
  }

  /** Number of the next step, from 0. */
  long current(Tensor step) {
    return (long) counter(step).get(0);
  }

  /** Increments the counter, and returns the value for the device. */
  HostTensor advance(Tensor step) {
    HostTensor counter = counter(step);
    counter.set(0, counter.get(0) + 1);
    return counter;
  }

  private HostTensor counter(Tensor step) {
    HostTensor counter = counters.get(step);
    if (counter == null) {
      throw new IllegalArgumentException(step + " is not an optimizer's step counter");
    }
    return counter;
  }
}
