package assay.core.spi;

import assay.core.availability.Remedy;

/**
 * A program turned out not to be supported when it was prepared: only the device or a library on it
 * could tell. No failure: a cell of it is UNSUPPORTED.
 */
public final class UnsupportedProgramException extends TargetException {
  private static final long serialVersionUID = 1L;

  private final transient Remedy remedy;

  /**
   * A program that is declined.
   *
   * @param why what is not supported, and by whom
   * @param remedy what helps
   */
  public UnsupportedProgramException(Unsupported why, Remedy remedy) {
    super(why.toString());
    this.remedy = remedy;
  }

  /** What helps. */
  public Remedy remedy() {
    return remedy;
  }
}
