package assay.core.record;

/**
 * A name on which two environments differ.
 *
 * @param name such as {@code cpu.governor}
 * @param left of the first run
 * @param right of the second run
 */
public record Difference(String name, Side left, Side right) {
  /** What one run says. */
  public sealed interface Side {
    /** For a person. */
    String text();

    /** It was found. */
    record Known(String value) implements Side {
      @Override
      public String text() {
        return value;
      }
    }

    /** It was not, and why. */
    record NotKnown(String reason) implements Side {
      @Override
      public String text() {
        return "not known, because " + reason;
      }
    }
  }

  /** Whether only one run knows it, so that it may be the same in both. */
  public boolean oneSided() {
    return left instanceof Side.NotKnown || right instanceof Side.NotKnown;
  }

  /** With the runs in the other order. */
  public Difference swapped() {
    return new Difference(name, right, left);
  }

  /** One line, such as {@code cpu.governor: powersave → performance}. */
  public String text() {
    String note = "";
    if (oneSided()) {
      note =
          left instanceof Side.Known ? "known only in the first: " : "known only in the second: ";
    }
    return name + ": " + note + left.text() + " → " + right.text();
  }
}
