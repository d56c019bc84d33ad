package assay.core.result;

/** Something that was observed, or the reason why it was not. */
public sealed interface Observed<T> {
  /** It was observed. */
  record Present<T>(T value) implements Observed<T> {}

  /**
   * It was not.
   *
   * @param reason one line for a person
   */
  record Missing<T>(String reason) implements Observed<T> {
    public Missing {
      Checks.text("reason", reason);
    }
  }
}
