package assay.core.spi;

import assay.core.availability.Remedy;

/**
 * A program turned out to be unsupported while being prepared, because only the device or a library
 * on it could tell. This is not a failure: the cell becomes UNSUPPORTED.
 */
public final class UnsupportedProgramException extends TargetException {
  private static final long serialVersionUID = 1L;

  private final transient Remedy remedy;

  /**
   * An unsupported program.
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
