package assay.report.gate.evaluate;

import java.util.function.IntPredicate;

/**
 * What is put into a simulated fleet.
 *
 * @param series which, by index
 * @param course by how much they are slower
 * @param noise by what their standard deviation is multiplied
 * @param missing share of their nights that is not measured
 */
record Injection(IntPredicate series, Course course, double noise, double missing) {
  /** Nothing. */
  static final Injection NONE = of(_ -> false, (_, _) -> 0);

  /** A change over time. */
  interface Course {
    /**
     * How much slower.
     *
     * @param night from 0
     * @param sigma the series' relative standard deviation of nights
     * @return logarithm of the ratio
     */
    double at(int night, double sigma);
  }

  static Injection of(IntPredicate series, Course course) {
    return new Injection(series, course, 1, 0);
  }
}
