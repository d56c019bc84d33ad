package assay.cpu;

import assay.core.program.Program;
import assay.core.spi.ProgramExecutable;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An executable on the host's processor: its caches can be flushed, and it has no clock of its own.
 */
public abstract class HostExecutable extends ProgramExecutable {
  private @Nullable CacheFlush caches;

  /** For a program. The flush buffer is allocated with the first flush. */
  protected HostExecutable(Program program, int inputSets) {
    super(program, inputSets);
  }

  @Override
  public final void flush() {
    if (caches == null) {
      caches = CacheFlush.ofThisMachine();
    }
    caches.flush();
  }

  @Override
  public final OptionalLong deviceNanos() {
    return OptionalLong.empty();
  }

  @Override
  protected void release() {
    if (caches != null) {
      caches.close();
    }
  }
}
