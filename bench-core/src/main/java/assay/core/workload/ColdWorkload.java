package assay.core.workload;

import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Rate;
import assay.core.program.Tensor;
import assay.core.program.Work;
import java.util.Map;

/**
 * A workload with a cold cache: the device's caches are flushed before each execution. It has its
 * own id, so that no table, series or comparison mixes its times with those of the warm one.
 *
 * @param warm the workload without the flush
 */
record ColdWorkload(Workload warm) implements Workload.Kernel {
  private static final String COLD = ",cache=cold";

  @Override
  public String id() {
    return warm.id() + COLD;
  }

  /** The warm workload, if single executions of it can be timed. */
  private Workload.Kernel kernel() {
    return switch (warm) {
      case Workload.Kernel kernel -> kernel;
      case TrainWorkload _ ->
          throw new WorkloadException(
              "train cannot be run with a cold cache: an epoch is timed as a whole"
                  + " and would include the cache flushes between its steps");
    };
  }

  @Override
  public Timing timing() {
    return kernel().timing();
  }

  @Override
  public boolean cold() {
    return true;
  }

  @Override
  public Program build(Precision precision) {
    return kernel().program(precision);
  }

  @Override
  public Rate rate() {
    return warm.rate();
  }

  @Override
  public Work work(Precision precision) {
    return warm.work(precision);
  }

  @Override
  public Map<Tensor, HostTensor> inputs(Program program, long seed) {
    return kernel().inputs(program, seed);
  }
}
