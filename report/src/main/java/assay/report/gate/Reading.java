package assay.report.gate;

import java.util.List;
import java.util.stream.DoubleStream;

/** What a night has of a series. */
public sealed interface Reading {
  /**
   * It was measured.
   *
   * @param value in any unit, the same every night; one that is not finite or not above 0 makes the
   *     series INVALID
   * @param standardError of the value within its night, in the same unit; 0 if it is not known
   * @param reruns values of the same night that were measured again, in their order
   */
  record Measured(double value, double standardError, List<Double> reruns) implements Reading {
    /** Copies the list. */
    public Measured {
      reruns = List.copyOf(reruns);
    }

    /** The value and its reruns. */
    double[] values() {
      return DoubleStream.concat(
              DoubleStream.of(value), reruns.stream().mapToDouble(Double::doubleValue))
          .toArray();
    }
  }

  /**
   * It has no value that counts: a wrong result, or a recorded cause.
   *
   * @param reason one line for a person
   */
  record Invalid(String reason) implements Reading {}

  /**
   * It was measured, and not under the conditions of the nights before.
   *
   * @param reason one line for a person
   */
  record NotComparable(String reason) implements Reading {}
}
