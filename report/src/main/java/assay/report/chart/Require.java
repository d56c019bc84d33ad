package assay.report.chart;

import java.util.Collection;

/** Argument checks of charts. */
final class Require {
  private Require() {}

  static double finite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          what
              + " is "
              + value
              + ", which a chart cannot show: leave it out and write why it is missing");
    }
    return value;
  }

  static double positive(String what, double value) {
    if (!(finite(what, value) > 0)) {
      throw new IllegalArgumentException(
          what + " is " + value + "; on a logarithmic axis it must be above 0");
    }
    return value;
  }

  static void positive(String what, Estimate estimate) {
    positive(what, estimate.value());
    positive("the lower end of " + what, estimate.min());
  }

  static void notNegative(String what, Estimate estimate) {
    if (estimate.min() < 0) {
      throw new IllegalArgumentException(
          what + " reaches down to " + estimate.min() + "; the axis begins at 0");
    }
  }

  static void notEmpty(String what, Collection<?> items) {
    if (items.isEmpty()) {
      throw new IllegalArgumentException(
          "a chart without " + what + ": write why there are none instead");
    }
  }
}
