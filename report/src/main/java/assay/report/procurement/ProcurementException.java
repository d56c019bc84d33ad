package assay.report.procurement;

/**
 * A dossier that cannot be made of what was asked for; the message says what to ask for instead.
 */
public final class ProcurementException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ProcurementException(String message) {
    super(message);
  }
}
