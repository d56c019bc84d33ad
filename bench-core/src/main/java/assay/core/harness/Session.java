package assay.core.harness;

import assay.core.record.Training;
import assay.core.record.Verification;
import assay.core.record.WarmupResult;
import assay.core.spi.Executable;
import java.util.Optional;
import java.util.function.Consumer;

/** What one fork does with a compiled workload; the benchmark class calls it in JMH's order. */
sealed interface Session extends AutoCloseable permits KernelSession, TrainingSession {
  /** The compiled program that is timed. */
  Executable executable();

  /** Warms up before the first iteration; empty if the workload's own warm-up suffices. */
  Optional<WarmupResult> warmUp(WarmupController controller);

  /**
   * Runs untimed before each iteration.
   *
   * @param counted false for warm-up
   * @param last whether it is the last one, whose buffers are verified
   */
  void beforeIteration(boolean counted, boolean last);

  /** The only call between the two clock reads. */
  void execute();

  /** Number of program executions per {@link #execute}: for training, one per step. */
  int executionsPerIteration();

  /** Runs untimed after each iteration. */
  void afterIteration(boolean counted);

  /** Verifies the buffers that were timed. */
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

  /** The training run, if the workload is one. */
  Optional<Training> training();

  @Override
  void close();
}
