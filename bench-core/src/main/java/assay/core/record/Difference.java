package assay.core.record;

/**
 * A name whose values differ between two environments.
 *
 * @param name such as {@code cpu.governor}
 * @param left the first run's side
 * @param right the second run's side
 */
public record Difference(String name, Side left, Side right) {
  /** One run's side of a difference. */
  public sealed interface Side {
    /** The side as text. */
    String text();

    /** The value is known. */
    record Known(String value) implements Side {
      @Override
      public String text() {
        return value;
      }
    }

    /** The value is not known, and why. */
    record NotKnown(String reason) implements Side {
      @Override
      public String text() {
        return "not known, because " + reason;
      }
    }
  }

  /** Whether only one run knows the value, so that it may be the same in both. */
  public boolean oneSided() {
    return left instanceof Side.NotKnown || right instanceof Side.NotKnown;
  }

  /** The difference with the runs swapped. */
  public Difference swapped() {
    return new Difference(name, right, left);
  }

  /** One line, such as {@code cpu.governor: powersave → performance}. */
  public String text() {
    String note = "";
    if (oneSided()) {
      note =
          left instanceof Side.Known
              ? "known only in the first run: "
              : "known only in the second run: ";
    }
    return name + ": " + note + left.text() + " → " + right.text();
  }
}
