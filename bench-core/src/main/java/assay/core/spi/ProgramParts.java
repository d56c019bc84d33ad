package assay.core.spi;

import assay.core.program.op.Op;
import java.util.List;

/**
 * How an executable divides its program when it marks where each part ends.
 *
 * @param groups the program's operations in the order in which they are executed, each in exactly
 *     one group; a group of several is one fused kernel, or kernels that the target does not tell
 *     apart
 * @param clock whose time the marks have
 */
public record ProgramParts(List<List<Op>> groups, Clock clock) {
  /** Who reads the time. */
  public enum Clock {
    /** The host, between two kernels that it runs one after the other. */
    HOST,
    /** The device, in its queue. */
    DEVICE
  }

  /** Copies the groups. */
  public ProgramParts {
    groups = groups.stream().map(List::copyOf).toList();
  }
}
