package assay.report.compare;

/**
 * Something in which two runs differ.
 *
 * @param name such as {@code governor}
 * @param base its value in the base, or {@link #UNKNOWN}
 * @param other its value in the other run, or {@link #UNKNOWN}
 */
public record Difference(String name, String base, String other) {
  /** The value of something that a run does not know or have. */
  public static final String UNKNOWN = "not known";

  @Override
  public String toString() {
    return name + ": " + base + " → " + other;
  }
}
