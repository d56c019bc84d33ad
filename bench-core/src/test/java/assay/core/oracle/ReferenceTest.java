package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import assay.core.program.op.BatchNormGrad;
import assay.core.program.op.BatchNormTraining;
import assay.core.program.op.OptimizerStep;
import assay.core.program.op.SoftmaxCrossEntropy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The oracle against values worked out by hand. */
class ReferenceTest {
  private final ProgramBuilder p = Program.builder("test");
  private final Map<Tensor, HostTensor> given = new HashMap<>();
  private Map<Tensor, ReferenceTensor> result = Map.of();

  private Tensor input(String name, Shape shape, double... values) {
    Tensor tensor = p.input(name, shape, DataType.F64);
    given.put(tensor, HostTensor.of(tensor, values));
    return tensor;
  }

  private void run(Tensor... outputs) {
    for (Tensor output : outputs) {
      p.output(output);
    }
    result = Reference.evaluate(p.build(), Precision.F64, given);
  }

  private double[] values(Tensor tensor) {
    return Objects.requireNonNull(result.get(tensor)).values();
  }

  private void expect(Tensor tensor, double... expected) {
    assertThat(values(tensor)).as("%s", tensor).containsExactly(expected, within(1e-12));
  }

  @Test
  void matMulWithScalesAndTransposes() {
    Tensor a = input("a", Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    Tensor b = input("b", Shape.of(2, 3), 1, 0, 2, 0, 1, -1);
    Tensor c = input("c", Shape.of(2, 2), 10, 20, 30, 40);
    Tensor abt = p.matMul(a, b, Optional.of(c), 2, 0.5, false, true, DataType.F64);
    Tensor atb = p.matMul(a, b, true, false);
    run(abt, atb);
    expect(abt, 2 * 7 + 5, 2 * -1 + 10, 2 * 16 + 15, 2 * -1 + 20);
    expect(atb, 1, 4, -2, 2, 5, -1, 3, 6, 0);
  }

  @Test
  void batchedMatMul() {
    Tensor a = input("a", Shape.of(2, 1, 2), 1, 2, 3, 4);
    Tensor b = input("b", Shape.of(2, 2, 1), 5, 6, 7, 8);
    Tensor y = p.matMul(a, b, false, false);
    run(y);
    expect(y, 17, 53);
  }

  /** A 3×3 image, a 2×2 filter, stride 2 with padding 1: each output sees one corner or edge. */
  @Test
  void convolutionWithStrideAndPadding() {
    Window2d window = new Window2d(2, 2, 2, 2, 1, 1);
    Tensor x = input("x", Shape.of(1, 3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    Tensor w = input("w", Shape.of(1, 2, 2, 1), 1, 10, 100, 1000);
    Tensor dy = input("dy", Shape.of(1, 2, 2, 1), 1, 2, 3, 4);
    Tensor y = p.conv2d(x, w, window);
    Tensor dx = p.conv2dBackwardInput(dy, w, x.shape(), window);
    Tensor dw = p.conv2dBackwardFilter(x, dy, window);
    run(y, dx, dw);
    expect(y, 1000, 3200, 10 * 4 + 1000 * 7, 5 + 60 + 800 + 9000);
    expect(dx, 1000, 200, 2000, 30, 4, 40, 3000, 400, 4000);
    // dw[r,s]: windows at rows {-1,0} and {1,2}, columns alike.
    expect(dw, 5 * 4, 4 * 3 + 6 * 4, 2 * 2 + 8 * 4, 1 + 3 * 2 + 7 * 3 + 9 * 4);
  }

  @Test
  void convolutionOverChannelsAndFilters() {
    Tensor x = input("x", Shape.of(1, 1, 2, 2), 1, 2, 3, 4);
    Tensor w = input("w", Shape.of(2, 1, 1, 2), 1, 1, 10, -10);
    Tensor y = p.conv2d(x, w, Window2d.of(1, 1));
    run(y);
    expect(y, 3, -10, 7, -10);
  }

  @Test
  void elementwise() {
    Tensor x = input("x", Shape.of(2, 2), -1, 2, 3, -4);
    Tensor y = input("y", Shape.of(2, 2), 5, 6, 7, 8);
    Tensor bias = input("bias", Shape.of(2), 10, 20);
    Tensor relu = p.relu(x);
    Tensor reluGrad = p.reluGrad(y, relu);
    Tensor triad = p.triad(x, y, 3);
    Tensor biased = p.biasAdd(x, bias);
    Tensor summed = p.biasGrad(y);
    Tensor chain = p.fmaChain(x, -0.5, 1, 3);
    Tensor sum = p.reshape(p.add(x, y), Shape.of(4));
    run(relu, reluGrad, triad, biased, summed, chain, sum, p.copy(x));
    expect(relu, 0, 2, 3, 0);
    expect(reluGrad, 0, 6, 7, 0);
    expect(triad, 14, 20, 24, 20);
    expect(biased, 9, 22, 13, 16);
    expect(summed, 12, 14);
    expect(chain, -0.5, 0.25, 0.5, -1.25);
    expect(sum, 4, 8, 10, 4);
  }

  @Test
  void castRoundsToNearestEvenAndSaturates() {
    Tensor x = input("x", Shape.of(4), 1 + 0x1p-8, 1 + 3 * 0x1p-8, 1000, -0.3);
    Tensor bf16 = p.cast(x, DataType.BF16);
    Tensor f8 = p.cast(x, DataType.F8E4M3);
    run(bf16, f8);
    expect(bf16, 1, 1 + 0x1p-6, 1000, -0.30078125);
    expect(f8, 1, 1, 448, -0.3125);
  }

  @Test
  void poolingAndTies() {
    Tensor x = input("x", Shape.of(1, 2, 4, 1), 1, 5, 2, 2, 5, 0, 2, 2);
    Tensor dy = input("dy", Shape.of(1, 1, 2, 1), 7, 9);
    Tensor y = p.maxPool2d(x, Window2d.tiles(2));
    Tensor dx = p.maxPool2dGrad(dy, x, y, Window2d.tiles(2));
    run(y, dx);
    expect(y, 5, 2);
    expect(dx, 0, 7, 9, 0, 0, 0, 0, 0);
  }

  @Test
  void overlappingPoolingAddsUpAndPaddingNeverWins() {
    Tensor x = input("x", Shape.of(1, 1, 3, 1), -1, -2, -3);
    Tensor dy = input("dy", Shape.of(1, 1, 4, 1), 1, 10, 100, 1000);
    Window2d window = new Window2d(1, 2, 1, 1, 0, 1);
    Tensor y = p.maxPool2d(x, window);
    Tensor dx = p.maxPool2dGrad(dy, x, y, window);
    run(y, dx);
    expect(y, -1, -1, -2, -3);
    expect(dx, 11, 100, 1000);
  }

  @Test
  void softmaxWithLargeLogits() {
    Tensor logits = input("logits", Shape.of(2, 3), 1000, 1000, -1000, 0, Math.log(2), Math.log(5));
    Tensor labels = p.input("labels", Shape.of(2), DataType.S32);
    given.put(labels, HostTensor.of(labels, 1, 2));
    SoftmaxCrossEntropy s = p.softmaxCrossEntropy(logits, labels);
    Tensor gradient = p.softmaxCrossEntropyGrad(s.probabilities(), labels);
    run(s.loss(), s.probabilities(), gradient);
    expect(s.probabilities(), 0.5, 0.5, 0, 0.125, 0.25, 0.625);
    expect(s.loss(), (Math.log(2) - Math.log(0.625)) / 2);
    expect(gradient, 0.25, -0.25, 0, 0.0625, 0.125, -0.1875);
  }

  @Test
  void labelsOutOfRangeAreRefused() {
    Tensor logits = input("logits", Shape.of(1, 2), 1, 2);
    Tensor labels = p.input("labels", Shape.of(1), DataType.S32);
    given.put(labels, HostTensor.of(labels, 2));
    p.output(p.softmaxCrossEntropy(logits, labels).loss());
    assertThatThrownBy(() -> Reference.evaluate(p.build(), Precision.F64, given))
        .hasMessage("label 0 of labels[1 s32] is 2; must be 0 to 1");
  }

  /** x = 1, 3: mean 2, variance 1, unbiased 2; ε = 3 makes the deviation 2. */
  @Test
  void batchNorm() {
    Tensor x = input("x", Shape.of(2, 1), 1, 3);
    Tensor gamma = input("gamma", Shape.of(1), 4);
    Tensor beta = input("beta", Shape.of(1), 10);
    Tensor mean = p.state("running_mean", Shape.of(1), DataType.F64);
    Tensor variance = p.state("running_variance", Shape.of(1), DataType.F64);
    given.put(mean, HostTensor.of(mean, 1));
    given.put(variance, HostTensor.of(variance, 1));
    BatchNormTraining norm = p.batchNormTraining(x, gamma, beta, mean, variance, 3, 0.25);
    Tensor dy = input("dy", Shape.of(2, 1), 1, 5);
    BatchNormGrad grad = p.batchNormGrad(dy, x, gamma, norm.mean(), norm.inverseDeviation());
    run(norm.y(), grad.dx(), grad.dgamma(), grad.dbeta());
    expect(norm.y(), 8, 12);
    expect(norm.mean(), 2);
    expect(norm.inverseDeviation(), 0.5);
    expect(mean, 1.25);
    expect(variance, 1.25);
    expect(grad.dbeta(), 6);
    expect(grad.dgamma(), 2);
    expect(grad.dx(), 4 * 0.5 / 2 * (2 - 6 + 1), 4 * 0.5 / 2 * (10 - 6 - 1));
  }

  @Test
  void batchNormInference() {
    Tensor x = input("x", Shape.of(2, 1), 1, 3);
    Tensor y =
        p.batchNormInference(
            x,
            input("gamma", Shape.of(1), 4),
            input("beta", Shape.of(1), 10),
            input("mean", Shape.of(1), 2),
            input("variance", Shape.of(1), 1),
            3);
    run(y);
    expect(y, 8, 12);
  }

  /** p = 1 and g = 0.5, two steps; the second result in terms of the formulas of each paper. */
  @Test
  void optimizers() {
    expectSteps(new Optimizer.GradientDescent(), 0.95, 0.9);
    expectSteps(new Optimizer.Sgd(), 0.95, 0.9);
    expectSteps(new Optimizer.Momentum(0.9), 0.95, 0.95 - 0.1 * 0.95);
    double adagrad = 1 - 0.1 * 0.5 / 0.6;
    expectSteps(new Optimizer.Adagrad(0.1), adagrad, adagrad - 0.05 / (Math.sqrt(0.5) + 0.1));
    double rms = 1 - 0.05 / (Math.sqrt(0.025) + 0.1);
    expectSteps(new Optimizer.RmsProp(0.9, 0.1), rms, rms - 0.05 / (Math.sqrt(0.0475) + 0.1));
    // With constant gradients both corrected moments are the gradient's own.
    double adam = 1 - 0.1 * 0.5 / 0.6;
    expectSteps(new Optimizer.Adam(0.9, 0.999, 0.1), adam, adam - 0.1 * 0.5 / 0.6);
  }

  private static void expectSteps(Optimizer optimizer, double first, double second) {
    ProgramBuilder p = Program.builder("step");
    Tensor parameter = p.parameter("p", Shape.of(1), DataType.F64);
    Tensor gradient = p.input("g", Shape.of(1), DataType.F64);
    OptimizerStep op =
        p.optimizerStep(
            List.of(parameter), List.of(gradient), optimizer, new Schedule.Constant(0.1));
    Program program = p.build();
    Map<Tensor, ReferenceTensor> state = new HashMap<>();
    state.put(parameter, ReferenceTensor.exact(parameter, new double[] {1}));
    for (double expected : new double[] {first, second}) {
      state.put(gradient, ReferenceTensor.exact(gradient, new double[] {0.5}));
      state.putAll(Reference.evaluateFrom(program, Precision.F64, state));
      double value = Objects.requireNonNull(state.get(parameter)).values()[0];
      assertThat(value).as(optimizer.id()).isCloseTo(expected, within(1e-12));
    }
    assertThat(Objects.requireNonNull(state.get(op.step())).values()).containsExactly(2);
  }

  @Test
  void schedules() {
    assertThat(new Schedule.Exponential(0.1, 0.5, 10).rate(20)).isCloseTo(0.025, within(1e-15));
    assertThat(new Schedule.Step(0.1, 0.1, 10).rate(19)).isCloseTo(0.01, within(1e-15));
    assertThat(new Schedule.Step(0.1, 0.1, 10).rate(9)).isEqualTo(0.1);
  }

  /** A unit so close to 0 that a target may find it on the other side. */
  @Test
  void boundsCoverBothSidesOfADiscontinuity() {
    Tensor dy = new Tensor("dy", Shape.of(2), DataType.F32);
    ProgramBuilder b = Program.builder("relu");
    b.input("dy", dy.shape(), DataType.F32);
    Tensor y = b.input("y", Shape.of(2), DataType.F32);
    Tensor dx = b.reluGrad(dy, y);
    b.output(dx);
    Map<Tensor, ReferenceTensor> known = new HashMap<>();
    known.put(dy, ReferenceTensor.exact(dy, new double[] {3, 5}));
    known.put(y, new ReferenceTensor(y, new double[] {1e-9, 1}, new double[] {1e-8, 1e-8}));
    ReferenceTensor gradient =
        Objects.requireNonNull(Reference.evaluateFrom(b.build(), Precision.F32, known).get(dx));
    assertThat(gradient.bounds()).containsExactly(3, 0);
  }
}
