package assay.core.record;

import assay.core.checks.Checks;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;

/** An immutable series of finite numbers; a JSON array of numbers. */
public final class Series {
  private static final Series EMPTY = new Series(new double[0]);

  private final double[] values;

  private Series(double[] values) {
    this.values = values;
  }

  /**
   * A series with a copy of the values.
   *
   * @throws IllegalArgumentException on NaN or infinity
   */
  public static Series of(double... values) {
    for (int i = 0; i < values.length; i++) {
      Checks.finite("value " + i, values[i]);
    }
    return new Series(values.clone());
  }

  /** A series with the values. */
  public static Series of(List<Double> values) {
    return of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Separate from {@link #of}, because Jackson 3.2 cannot call a varargs creator. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Series fromJson(double[] values) {
    return of(values);
  }

  /** No values. */
  public static Series empty() {
    return EMPTY;
  }

  /** A copy of the values. */
  @JsonValue
  public double[] toArray() {
    return values.clone();
  }

  /** Number of values. */
  public int size() {
    return values.length;
  }

  /** The value at a zero-based position. */
  public double get(int index) {
    return values[index];
  }

  /** Whether there is no value. */
  public boolean isEmpty() {
    return values.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Series series && Arrays.equals(values, series.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
