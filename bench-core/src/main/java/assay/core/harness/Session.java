package assay.core.harness;

import assay.core.record.InputSets;
import assay.core.record.Timing;
import assay.core.record.Training;
import assay.core.record.Verification;
import assay.core.record.WarmupResult;
import assay.core.spi.Executable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What one fork does with a compiled workload; the benchmark class calls it in JMH's order. */
sealed interface Session extends AutoCloseable permits KernelSession, TrainingSession {
  /** The compiled program that is timed. */
  Executable executable();

  /** Warms up before the first iteration; empty if the workload's own warm-up suffices. */
  Optional<WarmupResult> warmUp(WarmupController controller);

  /** What an iteration of JMH is for. */
  enum Iteration {
    WARMUP,
    COUNTED,
    /** Interrupted by {@link SpotChecks}; its time is not used. */
    SPOT_CHECKED,
    /** Counted, and its buffers are verified. */
    LAST;

    /** Whether its time is used. */
    boolean counted() {
      return this == COUNTED || this == LAST;
    }
  }

  /** Whether one iteration, drawn at random, shall be {@link Iteration#SPOT_CHECKED}. */
  boolean spotChecksAnIteration();

  /** Runs untimed before each iteration. */
  void beforeIteration(Iteration iteration);

  /** Flushes the caches before an execution, untimed. */
  void flush();

  /** The only call between the two clock reads. */
  void execute();

  /** Number of program executions per {@link #execute}: for training, one per step. */
  int executionsPerIteration();

  /** Runs untimed after each iteration. */
  void afterIteration(Iteration iteration);

  /** Verifies the buffers that were timed, and the checks made amid the timed executions. */
  Verification verify();

  /**
   * End-to-end passes, after verification: writing all inputs, one execution, reading all outputs.
   * The last one's result is verified too. None if {@link #execute} already includes transfers.
   *
   * @param timed the verdict on the timed buffers
   * @param seconds receives the time of each pass by the host's clock, in s
   * @return {@code timed} if the passes are correct, else the failed verification
   */
  Verification endToEnd(Verification timed, Consumer<Double> seconds);

  /** Runs before an energy window, after verification; the window's result is verified too. */
  void prepareMetering();

  /** One execution as counted by the rates: for training, one step. */
  void executeOnce();

  /**
   * Verifies the result of the energy window.
   *
   * @param timed the verdict on the timed buffers
   * @return {@code timed} if it is correct, else the failed verification
   */
  Verification verifyMetered(Verification timed);

  /** s per execution of the iterations that are not counted, in execution order. */
  List<Double> warmupSeconds();

  /** The times of the counted training steps; empty if the workload is not training. */
  Optional<Timing.Steps> steps();

  /**
   * For each counted iteration the part of its time that does not count, s: checks and tests; or
   * nothing.
   */
  List<Double> pausedSeconds();

  /** The sets of inputs that the executions use; empty if the workload is training. */
  Optional<InputSets> inputSets();

  /** The training run, if the workload is one. */
  Optional<Training> training();

  @Override
  void close();
}
