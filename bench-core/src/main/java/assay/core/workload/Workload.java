package assay.core.workload;

import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Rate;
import assay.core.program.Tensor;
import assay.core.program.Work;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something to measure. Identical on every target: program, data and work depend only on the id,
 * the precision and the seed.
 */
public sealed interface Workload {
  /**
   * The canonical id, for example {@code gemm/m=1024,n=1024,k=1024}; {@link Workloads#parse}
   * returns an equal workload.
   */
  String id();

  /** The first part of the id, for example {@code gemm}. */
  default String family() {
    return id().substring(0, id().indexOf('/'));
  }

  /**
   * The program of one execution: built and checked once per process and shared by all callers.
   *
   * @throws WorkloadException if the workload is not available in this precision; the message says
   *     why
   */
  default Program program(Precision precision) {
    return BuiltPrograms.of(this, precision);
  }

  /**
   * Builds the program.
   *
   * @throws WorkloadException as {@link #program}
   */
  Program build(Precision precision);

  /** The quantity that its throughput counts. */
  Rate rate();

  /** The work of one execution of {@link #program}; for training, of one step. */
  Work work(Precision precision);

  /** A workload that executes its program repeatedly, on inputs that do not change. */
  non-sealed interface Kernel extends Workload {
    /** How it is timed. */
    Timing timing();

    /**
     * Whether the cache is cold: the device's caches are flushed before each execution, which is
     * then timed individually. Otherwise caches keep what the previous execution left.
     */
    default boolean cold() {
      return false;
    }

    /**
     * The workload that measures the same in the size that fills a device. Only ceilings for which
     * no size is given are another workload then.
     *
     * @param parallelUnits streams of instructions that the device computes at a time, at least 1
     */
    default Kernel sizedFor(int parallelUnits) {
      return this;
    }

    @Override
    default Rate rate() {
      return Rate.FLOPS;
    }

    @Override
    default Work work(Precision precision) {
      return Work.of(program(precision), null);
    }

    /**
     * Values of all inputs and all state of {@code program}, drawn from {@code seed}: N(0, 1)
     * unless the workload defines others.
     */
    default Map<Tensor, HostTensor> inputs(Program program, long seed) {
      Map<Tensor, HostTensor> values = new LinkedHashMap<>();
      program.inputs().forEach(t -> values.put(t, SeededValues.normal(t, seed)));
      return values;
    }
  }

  /** A workload that trains a network over epochs; see {@link TrainWorkload}. */
  sealed interface Training extends Workload permits TrainWorkload {}

  /** How a kernel is timed. */
  enum Timing {
    /** Mean time over many executions in an iteration. */
    STEADY,
    /** Time of single executions, reported as percentiles. */
    LATENCY
  }
}
