package assay.core.record;

/** A run was to be compared with itself, which can only find that nothing differs. */
public final class SameRunException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  SameRunException(RunId run) {
    super("run " + run + " cannot be compared with itself; give two different runs");
  }
}
