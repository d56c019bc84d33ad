package assay.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.conformance.SmallCnn;
import assay.core.oracle.Reference;
import assay.core.oracle.ReferenceTensor;
import assay.core.program.HostTensor;
import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.OptimizerStep;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The training step of the workload: how long the oracle takes and how tight its bounds are. */
class TrainingStepTest {

  @Test
  void boundsOfTheFullStepCatchOneWrongEntryInAnyGradient() {
    Program step = SmallCnn.FULL.step(new Optimizer.Adam(0.9, 0.999, 1e-7));
    Map<Tensor, HostTensor> given = new HashMap<>(SmallCnn.FULL.initial(step, 1));
    given.putAll(SmallCnn.FULL.batch(step, 0));
    Reference.evaluate(step, Precision.F32, given);
    long start = System.nanoTime();
    long cpu = processNanos();
    Map<Tensor, ReferenceTensor> expected = Reference.evaluate(step, Precision.F32, given);
    System.out.printf(
        "oracle, one CNN step of batch 64: %.2f s, %.2f s of processor time%n",
        (System.nanoTime() - start) / 1e9, (processNanos() - cpu) / 1e9);
    OptimizerStep optimizer = (OptimizerStep) step.ops().getLast();
    for (int i = 0; i < optimizer.gradients().size(); i++) {
      ReferenceTensor gradient = Objects.requireNonNull(expected.get(optimizer.gradients().get(i)));
      double ordinary = rootMeanSquare(gradient.values());
      double median = median(gradient.bounds());
      System.out.printf(
          "gradient of %s: root mean square %.2e, median bound %.2e, worst bound %.2e%n",
          optimizer.parameters().get(i).name(),
          ordinary,
          median,
          Arrays.stream(gradient.bounds()).max().orElse(0));
      assertThat(median).as("%s", gradient.tensor()).isLessThan(0.2 * ordinary);
    }
  }

  /** Other work on the machine does not enter here. */
  private static long processNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  private static double rootMeanSquare(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(v -> v * v).average().orElse(0));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
