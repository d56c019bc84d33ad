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
 * Something to measure. Identical on every target: the program, the data and the work depend on the
 * id, the precision and the seed alone.
 */
public sealed interface Workload {
  /**
   * The canonical id, for example {@code gemm/m=1024,n=1024,k=1024}; {@link Workloads#parse} gives
   * an equal workload back.
   */
  String id();

  /** The first part of the id, for example {@code gemm}. */
  default String family() {
    return id().substring(0, id().indexOf('/'));
  }

  /**
   * What one execution computes: built and checked once in a process, and then the same for every
   * caller.
   *
   * @throws WorkloadException if the workload does not exist in this precision; the message says
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

  /** What its throughput counts. */
  Rate rate();

  /** How much one execution of {@link #program} does; for training, one step. */
  Work work(Precision precision);

  /** A workload that executes its program again and again on the same inputs. */
  non-sealed interface Kernel extends Workload {
    /** How it is timed. */
    Timing timing();

    /**
     * Whether the device's caches are emptied before each execution, which then is timed by itself;
     * otherwise an execution finds in them what the one before left there.
     */
    default boolean cold() {
      return false;
    }

    @Override
    default Rate rate() {
      return Rate.FLOPS;
    }

    @Override
    default Work work(Precision precision) {
      Program program = program(precision);
      return new Work(program.flops(), program.bytes(), null);
    }

    /**
     * Values of all inputs and all state of {@code program}, drawn from {@code seed}: N(0, 1)
     * unless the workload has others.
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
    /** Time of single executions, quoted as percentiles. */
    LATENCY
  }
}
