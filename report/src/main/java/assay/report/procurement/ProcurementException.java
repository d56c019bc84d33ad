package assay.report.procurement;

/** A dossier that cannot be made from this input; the message says what to change. */
public final class ProcurementException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ProcurementException(String message) {
    super(message);
  }
}
