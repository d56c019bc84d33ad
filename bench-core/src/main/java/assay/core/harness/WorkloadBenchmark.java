package assay.core.harness;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * The one benchmark: a workload on a target in a precision. Preparation and verification are
 * untimed, and a failed verification fails the benchmark, so that JMH prints no score.
 *
 * <p>On JMH's own command line a workload's {@code ,} and {@code =} are written {@code ;} and
 * {@code :}, since JMH splits parameters at the former.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class WorkloadBenchmark {
  /** Target id. */
  @Param({"cpu-scalar", "cpu-simd"})
  public String target = "";

  /** Workload id. */
  @Param({"gemm/m:512;n:512;k:512"})
  public String workload = "";

  /** Precision id. */
  @Param({"f32"})
  public String precision = "";

  final ForkMain fork = new ForkMain();

  /** Whether the caches are flushed before each execution. */
  boolean cold() {
    return false;
  }

  /** Compiles the program and prepares its data. */
  @Setup(Level.Trial)
  public void open() {
    fork.open(workload, target, precision, cold());
  }

  /** Writes inputs and poisons outputs. */
  @Setup(Level.Iteration)
  public void beforeIteration(IterationParams iteration) {
    fork.beforeIteration(iteration.getType() == IterationType.MEASUREMENT, iteration.getCount());
  }

  /** The timed call. */
  @Benchmark
  public void execute() {
    fork.execute();
  }

  /** Processes the iteration's results, untimed. */
  @TearDown(Level.Iteration)
  public void afterIteration(IterationParams iteration) {
    fork.afterIteration(iteration.getType() == IterationType.MEASUREMENT, iteration.getCount());
  }

  /** Verifies the timed buffers, reports, and frees everything. */
  @TearDown(Level.Trial)
  public void close() {
    fork.close();
  }
}
