package assay.report.money;

/** A price file that cannot be used; the message names file, line and remedy. */
public final class PriceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PriceException(String message) {
    super(message);
  }
}
