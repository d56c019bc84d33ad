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
 * @param seed what its inputs were drawn from
 * @param jvmVersion version of its JVM, null where none was started
 * @param pid process id of its JVM, null where none was started
 */
public record ForkContext(
    int fork,
    int order,
    Instant startedUtc,
    long seed,
    @Nullable String jvmVersion,
    @Nullable Long pid) {
  public ForkContext {
    if (fork < 0 || order < 0) {
      throw new IllegalArgumentException("forks and positions count from 0");
    }
    Checks.textOrNull("jvmVersion", jvmVersion);
    Checks.notNegative("pid", pid);
  }
}
