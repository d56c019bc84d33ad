package assay.fpga.bitstream;

import assay.core.spi.TargetException;

/** A bitstream cannot be used; the message says which and why. */
public final class BitstreamException extends TargetException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with which. */
  public BitstreamException(String message) {
    super(message);
  }
}
