package assay.core.record;

/** A run was compared with itself, which would trivially find no difference. */
public final class SameRunException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  SameRunException(RunId run) {
    super("run " + run + " cannot be compared with itself; give two different runs");
  }
}
