package assay.fpga.opencl;

import assay.core.spi.TargetException;
import java.util.Optional;

/** An OpenCL function reported an error. */
public final class ClException extends TargetException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * @param function such as {@code clBuildProgram}
   * @param detail further text, such as a build log; may be empty
   */
  ClException(String function, int code, String detail) {
    super(function + ": " + ClStatus.describe(code) + (detail.isEmpty() ? "" : ": " + detail));
    this.code = code;
  }

  /** The result code; empty for a vendor's own code. */
  public Optional<ClStatus> status() {
    return ClStatus.of(code);
  }
}
