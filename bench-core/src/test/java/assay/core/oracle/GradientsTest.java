package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.conformance.RandomPrograms;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Schedule;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.OptimizerStep;
import assay.core.program.op.SoftmaxCrossEntropy;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every gradient rule against central differences of the forward program. */
class GradientsTest {
  private static final double STEP = 1e-5;

  private final ProgramBuilder p = Program.builder("forward");

  private Tensor parameter(String name, long... dims) {
    return p.parameter(name, Shape.of(dims), DataType.F64);
  }

  /** Checks the gradients of the cross-entropy of {@code features}, flattened, as logits. */
  private void check(Tensor features) {
    long batch = features.shape().dim(0);
    Tensor logits = p.reshape(features, Shape.of(batch, features.elements() / batch));
    Tensor labels = p.input("labels", Shape.of(batch), DataType.S32);
    SoftmaxCrossEntropy s = p.softmaxCrossEntropy(logits, labels);
    p.output(s.loss());
    Program forward = p.build();
    Program step = forward.trainingStep(s.loss(), new Optimizer.Sgd(), new Schedule.Constant(0.1));
    Map<Tensor, ReferenceTensor> known = new HashMap<>();
    RandomPrograms.values(step, 11).forEach((t, h) -> known.put(t, exact(t, h)));
    Map<Tensor, ReferenceTensor> after = Reference.values(step, known);
    OptimizerStep optimizer = (OptimizerStep) step.ops().getLast();
    for (int i = 0; i < optimizer.parameters().size(); i++) {
      Tensor parameter = optimizer.parameters().get(i);
      double[] gradient = Objects.requireNonNull(after.get(optimizer.gradients().get(i))).values();
      for (int at = 0; at < gradient.length; at++) {
        double up = loss(forward, s.loss(), known, parameter, at, STEP);
        double down = loss(forward, s.loss(), known, parameter, at, -STEP);
        assertThat(gradient[at])
            .as("%s element %d", parameter, at)
            .isCloseTo((up - down) / (2 * STEP), within(1e-7));
      }
    }
  }

  private static ReferenceTensor exact(Tensor tensor, HostTensor host) {
    return ReferenceTensor.exact(tensor, host.toDoubles());
  }

  private static double loss(
      Program forward,
      Tensor loss,
      Map<Tensor, ReferenceTensor> known,
      Tensor parameter,
      int at,
      double change) {
    Map<Tensor, ReferenceTensor> moved = new HashMap<>(known);
    double[] values = Objects.requireNonNull(known.get(parameter)).values().clone();
    values[at] += change;
    moved.put(parameter, ReferenceTensor.exact(parameter, values));
    return Objects.requireNonNull(Reference.values(forward, moved).get(loss)).values()[0];
  }

  @Test
  void matMulInEveryOrientation() {
    Tensor sum = p.matMul(parameter("a", 3, 4), parameter("b", 4, 5), 0.7, false, false);
    sum = p.add(sum, p.matMul(parameter("c", 4, 3), parameter("d", 4, 5), 1.3, true, false));
    sum = p.add(sum, p.matMul(parameter("e", 3, 4), parameter("f", 5, 4), 0.5, false, true));
    check(p.add(sum, p.matMul(parameter("g", 4, 3), parameter("h", 5, 4), 2, true, true)));
  }

  @Test
  void batchedMatMul() {
    check(p.matMul(parameter("a", 2, 4, 3), parameter("b", 2, 5, 4), 1, true, true));
  }

  @Test
  void convolutionWithStrideAndPadding() {
    Tensor x = parameter("x", 2, 5, 6, 3);
    Tensor w = parameter("w", 4, 3, 2, 3);
    check(p.conv2d(x, w, new Window2d(3, 2, 2, 3, 1, 1)));
  }

  @Test
  void biasReluAndPooling() {
    Tensor x = p.biasAdd(parameter("x", 2, 5, 5, 3), parameter("bias", 3));
    check(p.maxPool2d(p.relu(x), new Window2d(3, 2, 1, 2, 1, 0)));
  }

  @Test
  void batchNorm() {
    Shape channels = Shape.of(3);
    check(
        p.batchNormTraining(
                parameter("x", 2, 2, 4, 3),
                parameter("gamma", 3),
                parameter("beta", 3),
                p.state("running_mean", channels, DataType.F64),
                p.state("running_variance", channels, DataType.F64),
                1e-2,
                0.1)
            .y());
  }

  @Test
  void layerNorm() {
    Tensor x = parameter("x", 2, 3, 5);
    check(p.layerNorm(x, parameter("gamma", 5), parameter("beta", 5), 1e-2).y());
  }

  @Test
  void rmsNorm() {
    check(p.rmsNorm(parameter("x", 2, 3, 5), parameter("gamma", 5), 1e-2).y());
  }

  @Test
  void rowNormsOneAfterTheOther() {
    Tensor x = p.rmsNorm(parameter("x", 3, 7), parameter("gain", 7), 1e-2).y();
    check(p.layerNorm(x, parameter("gamma", 7), parameter("beta", 7), 1e-2).y());
  }

  @Test
  void aTensorUsedTwice() {
    Tensor x = parameter("x", 3, 3);
    Tensor square = p.matMul(x, x, false, false);
    check(p.add(p.matMul(square, x, false, true), x));
  }

  @Test
  void castCarriesTheGradientInTheOperandsType() {
    ProgramBuilder b = Program.builder("cast");
    Tensor x = b.parameter("x", Shape.of(1, 2), DataType.F64);
    Tensor labels = b.input("labels", Shape.of(1), DataType.S32);
    SoftmaxCrossEntropy s = b.softmaxCrossEntropy(b.cast(x, DataType.F32), labels);
    b.output(s.loss());
    Program step = b.build().trainingStep(s.loss(), new Optimizer.Sgd(), new Schedule.Constant(1));
    Map<Tensor, HostTensor> given =
        Map.of(x, HostTensor.of(x, 0, 0), labels, HostTensor.of(labels, 1));
    ReferenceTensor after =
        Objects.requireNonNull(Reference.evaluate(step, Precision.F32, given).get(x));
    assertThat(after.values()).containsExactly(-0.5, 0.5);
  }
}
