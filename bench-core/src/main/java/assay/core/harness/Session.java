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

  /**
   * Executes until it has settled, before the first iteration; empty where the workload has a
   * warm-up of its own that suffices.
   */
  Optional<WarmupResult> settle(WarmupController settler);

  /**
   * Untimed, before each iteration.
   *
   * @param counted whether it is no warm-up
   * @param last whether it is the last one, whose buffers are checked
   */
  void beforeIteration(boolean counted, boolean last);

  /** The only thing between the two clock reads. */
  void execute();

  /** How often {@link #execute} executes the program: for training once a step. */
  int executionsPerIteration();

  /** Untimed, after each iteration. */
  void afterIteration(boolean counted);

  /** Checks the buffers that were timed. */
  Verification verify();

  /**
   * Passes from the host and back, after the check: writing all inputs, one execution, reading all
   * outputs. What the last one left is checked again. None where {@link #execute} holds its
   * transfers already.
   *
   * @param timed the verdict on the timed buffers
   * @param seconds takes the time of each pass by the host's clock
   * @return {@code timed} if the passes are right, else why not
   */
  Verification endToEnd(Verification timed, Consumer<Double> seconds);

  /** Before an energy window, after the check: what it leaves behind is checked again. */
  void prepareMetering();

  /** One execution as the rates count it: for training one step. */
  void executeOnce();

  /**
   * Checks what the energy window left.
   *
   * @param timed the verdict on the timed buffers
   * @return {@code timed} if it is right, else why not
   */
  Verification verifyMetered(Verification timed);

  /** The training run, where the workload is one. */
  Optional<Training> training();

  @Override
  void close();
}
