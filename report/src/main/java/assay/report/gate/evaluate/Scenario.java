package assay.report.gate.evaluate;

import assay.report.gate.evaluate.Injection.Course;
import java.util.List;
import java.util.function.DoubleToIntFunction;
import java.util.function.IntPredicate;

/**
 * A kind of change.
 *
 * @param name in words
 * @param ofHost whether all series of a host change
 * @param nights how long it is watched
 * @param course by how much series are slower
 * @param noise by what their standard deviation is multiplied
 * @param missing share of their nights that is not measured
 * @param deadline number of nights in which it should be alarmed, by the standard deviation of a
 *     night; 0 if it should not be
 */
record Scenario(
    String name,
    boolean ofHost,
    int nights,
    Course course,
    double noise,
    double missing,
    DoubleToIntFunction deadline) {
  private static final int MONTH = 30;
  private static final double DRIFT = 0.0005;

  private static Scenario of(String name, int deadline, Course course) {
    return new Scenario(name, false, MONTH, course, 1, 0, _ -> deadline);
  }

  private static Scenario step(String name, double height) {
    return of(name, 3, (_, _) -> height);
  }

  private static Scenario host(String name, int deadline, Course course) {
    return new Scenario(name, true, MONTH, course, 1, 0, _ -> deadline);
  }

  /** All that are evaluated. */
  static List<Scenario> all() {
    return List.of(
        step("step of 0.5 %", 0.005),
        step("step of 1 %", 0.01),
        step("step of 2 %", 0.02),
        step("step of 5 %", 0.05),
        step("step of 10 %", 0.1),
        new Scenario(
            "step of 2 %, a third of the nights missing",
            false, MONTH, (_, _) -> 0.02, 1, 1 / 3.0, _ -> 5),
        of("ramp of 0.5 % a night to 5 %", 10, (night, _) -> Math.min(0.05, 0.005 * (night + 1))),
        new Scenario(
            "drift of 0.05 % a night to max(3 %, 6 σ)",
            false,
            200,
            (night, sigma) -> Math.min(reach(sigma), DRIFT * (night + 1)),
            1,
            0,
            sigma -> (int) (reach(sigma) / DRIFT)),
        of("5 % for ten nights, then back", 3, (night, _) -> night < 10 ? 0.05 : 0),
        of("10 % in one night", 0, (night, _) -> night == 0 ? 0.1 : 0),
        new Scenario("twice the variation", false, MONTH, (_, _) -> 0, 2, 0, _ -> 0),
        host("a whole host 3 % slower", 3, (_, _) -> 0.03),
        host("a whole host 10 % slower in one night", 0, (night, _) -> night == 0 ? 0.1 : 0));
  }

  private static double reach(double sigma) {
    return Math.max(0.03, 6 * sigma);
  }

  Injection into(IntPredicate series) {
    return new Injection(series, course, noise, missing);
  }
}
