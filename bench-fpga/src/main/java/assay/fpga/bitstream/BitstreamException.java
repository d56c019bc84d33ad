package assay.fpga.bitstream;

import assay.core.spi.TargetException;

/** A bitstream cannot be used; the message says which and why. */
public final class BitstreamException extends TargetException {
  private static final long serialVersionUID = 1L;

  /** Says which bitstream, and what is wrong with it. */
  public BitstreamException(String message) {
    super(message);
  }
}
