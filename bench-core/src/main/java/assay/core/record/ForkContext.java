package assay.core.record;

import assay.core.checks.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which fork it was and where it ran.
 *
 * @param fork number within the cell, from 0
 * @param order position within the whole run, from 0
 * @param startedUtc when it began
 * @param seed its own seed: of the inputs, the run's; of a training run's weights and batches, the
 *     run's plus {@code fork}
 * @param jvmVersion version of its JVM, null if none was started
 * @param pid process id of its JVM, null if none was started
 * @param jvm how its JVM ran; null if none was started, or if an older record does not say
 */
public record ForkContext(
    int fork,
    int order,
    Instant startedUtc,
    long seed,
    @Nullable String jvmVersion,
    @Nullable Long pid,
    @Nullable JvmFlags jvm) {
  public ForkContext {
    if (fork < 0 || order < 0) {
      throw new IllegalArgumentException("fork and order must be 0 or more");
    }
    Checks.textOrNull("jvmVersion", jvmVersion);
    Checks.notNegative("pid", pid);
  }

  /** A context that does not say how the JVM ran. */
  public ForkContext(
      int fork,
      int order,
      Instant startedUtc,
      long seed,
      @Nullable String jvmVersion,
      @Nullable Long pid) {
    this(fork, order, startedUtc, seed, jvmVersion, pid, null);
  }
}
