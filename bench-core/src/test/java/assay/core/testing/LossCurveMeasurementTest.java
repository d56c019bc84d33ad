package assay.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.conformance.RandomPrograms;
import assay.core.conformance.SmallCnn;
import assay.core.oracle.LossCurve;
import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.program.Program;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The measurement that {@link LossCurve}'s bound rests on. */
class LossCurveMeasurementTest {
  private static final int STEPS = 50;

  @Test
  void singlePrecisionRunsStayWithinTheBoundForEveryOptimizerAndOrder() {
    for (Optimizer optimizer : RandomPrograms.OPTIMIZERS) {
      Program step = SmallCnn.TINY.step(optimizer);
      double[] expected = SmallCnn.TINY.oracleLosses(step, STEPS);
      for (Arithmetic.Order order : Arithmetic.Order.values()) {
        double[] actual =
            SmallCnn.TINY.targetLosses(new NaiveTarget(order), Precision.F32, step, STEPS);
        LossCurve.Result result = LossCurve.check(expected, actual);
        System.out.printf(
            Locale.ROOT,
            "loss curve %s %s: first %.4f last %.4f; relative difference %.1e at 0, %.1e at 9,"
                + " %.1e at 49; worst %s%n",
            optimizer.id(),
            order,
            expected[0],
            expected[STEPS - 1],
            difference(expected, actual, 0),
            difference(expected, actual, 9),
            difference(expected, actual, STEPS - 1),
            result.message());
        assertThat(result.passed()).as(result.message()).isTrue();
        assertThat(expected[STEPS - 1]).as("learns").isLessThan(expected[0]);
      }
    }
  }

  private static double difference(double[] expected, double[] actual, int upTo) {
    double worst = 0;
    for (int i = 0; i <= upTo; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]) / Math.max(0.1, expected[i]));
    }
    return worst;
  }
}
