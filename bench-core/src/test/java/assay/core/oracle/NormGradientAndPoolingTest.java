package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.BatchNormGrad;
import assay.core.program.op.BatchNormTraining;
import assay.core.program.op.LayerNormGrad;
import assay.core.program.op.RmsNormGrad;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Values and bounds worked out by hand, where channels, windows and uncertain operands meet. */
class NormGradientAndPoolingTest {
  private static final double U = 0x1p-52;

  private final ProgramBuilder p = Program.builder("test");
  private final Map<Tensor, ReferenceTensor> known = new HashMap<>();

  private Tensor input(String name, Shape shape, double... values) {
    return uncertain(name, shape, values, new double[values.length]);
  }

  private Tensor uncertain(String name, Shape shape, double[] values, double... bounds) {
    Tensor tensor = p.input(name, shape, DataType.F64);
    known.put(tensor, new ReferenceTensor(tensor, values, bounds));
    return tensor;
  }

  private ReferenceTensor run(Tensor output) {
    p.output(output);
    return get(Reference.evaluateFrom(p.build(), Precision.F64, known), output);
  }

  private static ReferenceTensor get(Map<Tensor, ReferenceTensor> all, Tensor tensor) {
    return Objects.requireNonNull(all.get(tensor));
  }

  /**
   * Two channels of three elements. First: x̂ = −1.5, −0.5, 2; dβ = 12, dγ = 8, γ·inverse = 2.
   * Second: x̂ = −1, 0, 1; dβ = 9, dγ = 6, γ·inverse = −0.2.
   */
  @Test
  void channelsOfABatchNormGradientAreTheirOwn() {
    Shape shape = Shape.of(3, 2);
    BatchNormGrad grad =
        p.batchNormGrad(
            input("dy", shape, 1, 2, 5, -1, 6, 8),
            input("x", shape, 1, 10, 3, 20, 8, 30),
            input("gamma", Shape.of(2), 4, -2),
            input("mean", Shape.of(2), 4, 20),
            input("inverse", Shape.of(2), 0.5, 0.1));
    p.output(grad.dx()).output(grad.dgamma()).output(grad.dbeta());
    Map<Tensor, ReferenceTensor> all = Reference.evaluateFrom(p.build(), Precision.F64, known);
    assertThat(get(all, grad.dbeta()).values()).containsExactly(12, 9);
    assertThat(get(all, grad.dgamma()).values())
        .containsExactly(new double[] {8, 6}, within(1e-12));
    double third = 1 / 3.0;
    assertThat(get(all, grad.dx()).values())
        .containsExactly(
            new double[] {
              2 * (1 - 4 + 4), -0.2 * (2 - 3 + 2),
              2 * (5 - 4 + 4 * third), -0.2 * (-1 - 3),
              2 * (6 - 4 - 16 * third), -0.2 * (8 - 3 - 2)
            },
            within(1e-12));
  }

  private static double[] repeated(int times, double... values) {
    double[] all = new double[times * values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i % values.length];
    }
    return all;
  }

  private static void expect(ReferenceTensor found, int at, double value, double bound) {
    expect(found, at, value, bound, 1e-6);
  }

  private static void expect(
      ReferenceTensor found, int at, double value, double bound, double relative) {
    assertThat(found.values()[at]).isCloseTo(value, within(1e-12));
    assertThat(found.bounds()[at]).isCloseTo(bound, within(relative * bound));
  }

  private static double gamma(long terms, long sums) {
    return new ErrorModel(Precision.F64).gamma(DataType.F64, terms, sums);
  }

  /**
   * Three channels of 64 elements, x = 1, 3, …, mean 2, inverse 0.5, γ = 4, dy = 1, 5, …: dβ = 192
   * sums 64 terms of magnitude 192, dγ = 64 such of spread 32·((1 + 2)/2 + 5·(3 + 2)/2) = 448. dx =
   * 2·(dy − 3 − x̂): three roundings of dy, four of dβ/64, six of x̂·dγ/64, three of the product.
   */
  @Test
  void whatABatchNormGradientRounds() {
    Shape shape = Shape.of(64, 3);
    BatchNormGrad grad =
        p.batchNormGrad(
            input("dy", shape, repeated(32, 1, 1, 1, 5, 5, 5)),
            input("x", shape, repeated(32, 1, 1, 1, 3, 3, 3)),
            input("gamma", Shape.of(3), 4, 4, 4),
            input("mean", Shape.of(3), 2, 2, 2),
            input("inverse", Shape.of(3), 0.5, 0.5, 0.5));
    p.output(grad.dx()).output(grad.dgamma()).output(grad.dbeta());
    Map<Tensor, ReferenceTensor> all = Reference.evaluateFrom(p.build(), Precision.F64, known);
    double gamma = gamma(64 + 4, 2 * 3);
    expect(get(all, grad.dbeta()), 1, 192, 192 * gamma);
    expect(get(all, grad.dgamma()), 2, 64, 448 * gamma);
    double sums = 3 * gamma + 0.5 * 7 * gamma;
    ReferenceTensor dx = get(all, grad.dx());
    expect(dx, 1, -3, 2 * (sums + U * (3 * 1 + 4 * 3 + 6 * 1.5 * 1)) + 3 * U * 3);
    expect(dx, 4, 3, 2 * (sums + U * (3 * 5 + 4 * 3 + 6 * 2.5 * 1)) + 3 * U * 3);
  }

  /**
   * The same as rows of 64: g = γ·dy = 4, 20, …; its sum is 768, that of g·x̂ 256 of spread
   * 32·(4·1.5 + 20·2.5) = 1792. dx = (g − 12 − 4·x̂)/2 with four roundings of g, four of 12, six of
   * x̂·4, three of the product. dγ and dβ sum three rows.
   */
  @Test
  void whatALayerNormGradientRounds() {
    Shape shape = Shape.of(3, 64);
    LayerNormGrad grad =
        p.layerNormGrad(
            input("dy", shape, repeated(96, 1, 5)),
            input("x", shape, repeated(96, 1, 3)),
            input("gamma", Shape.of(64), repeated(64, 4)),
            input("mean", Shape.of(3), 2, 2, 2),
            input("inverse", Shape.of(3), 0.5, 0.5, 0.5));
    p.output(grad.dx()).output(grad.dgamma()).output(grad.dbeta());
    Map<Tensor, ReferenceTensor> all = Reference.evaluateFrom(p.build(), Precision.F64, known);
    double gamma = gamma(64 + 4, 2 * 3);
    double sums = 12 * gamma + 0.5 * 28 * gamma;
    ReferenceTensor dx = get(all, grad.dx());
    expect(dx, 64, -3, 0.5 * (sums + U * (4 * 4 + 4 * 12 + 6 * 1.5 * 4)) + 3 * U * 3);
    expect(dx, 65, 3, 0.5 * (sums + U * (4 * 20 + 4 * 12 + 6 * 2.5 * 4)) + 3 * U * 3);
    double rows = gamma(3 + 4, 64);
    expect(get(all, grad.dgamma()), 0, 3 * -0.5, rows * 3 * 1.5);
    expect(get(all, grad.dgamma()), 1, 3 * 2.5, rows * 3 * 5 * 2.5);
    expect(get(all, grad.dbeta()), 1, 15, gamma(3, 64) * 15);
  }

  /** Without a mean: x̂ = 0.5, 1.5, …; dx = (g − x̂·(4·0.5 + 20·1.5)/2)/2, and no middle term. */
  @Test
  void whatAnRmsNormGradientRounds() {
    Shape shape = Shape.of(3, 64);
    RmsNormGrad grad =
        p.rmsNormGrad(
            input("dy", shape, repeated(96, 1, 5)),
            input("x", shape, repeated(96, 1, 3)),
            input("gamma", Shape.of(64), repeated(64, 4)),
            input("inverse", Shape.of(3), 0.5, 0.5, 0.5));
    p.output(grad.dx()).output(grad.dgamma());
    Map<Tensor, ReferenceTensor> all = Reference.evaluateFrom(p.build(), Precision.F64, known);
    double slope = 16 * gamma(64 + 4, 2 * 3);
    ReferenceTensor dx = get(all, grad.dx());
    expect(dx, 64, -2, 0.5 * (0.5 * slope + U * (4 * 4 + 6 * 0.5 * 16)) + 3 * U * 2);
    expect(dx, 65, -2, 0.5 * (1.5 * slope + U * (4 * 20 + 6 * 1.5 * 16)) + 3 * U * 2);
    expect(get(all, grad.dgamma()), 1, 3 * 7.5, gamma(3 + 4, 64) * 3 * 7.5);
  }

  /**
   * Forward: x = 1, 3, … has the mean 2 of 66 roundings, the variance 1 of condition 1 + 2 and 68
   * roundings, and y = γ·x̂ + β with four roundings of the spread, two of β, one of the result.
   */
  @Test
  void whatABatchNormRounds() {
    Shape shape = Shape.of(64, 3);
    Shape channels = Shape.of(3);
    Tensor runningMean = p.state("mean", channels, DataType.F64);
    Tensor runningVariance = p.state("variance", channels, DataType.F64);
    known.put(runningMean, ReferenceTensor.exact(runningMean, repeated(3, 1)));
    known.put(runningVariance, ReferenceTensor.exact(runningVariance, repeated(3, 7)));
    BatchNormTraining norm =
        p.batchNormTraining(
            input("x", shape, repeated(32, 1, 1, 1, 3, 3, 3)),
            input("gamma", channels, 4, 4, 4),
            input("beta", channels, 10, 10, 10),
            runningMean,
            runningVariance,
            3,
            0.25);
    p.output(norm.y());
    Map<Tensor, ReferenceTensor> all = Reference.evaluateFrom(p.build(), Precision.F64, known);
    double mean = gamma(64 + 2, 3) * 2;
    double variance = gamma(64 + 4, 3) * 3 + mean * mean;
    expect(get(all, norm.mean()), 1, 2, mean);
    // 1/√(v + 3) has the slope −(v + 3)^(−3/2)/2 = −1/16 at v = 1; six roundings of 0.5. It is a
    // difference of numbers near 0.5, so the last bit of those is 2 % of it.
    double inverse = variance / 16 + 6 * U * 0.5;
    expect(get(all, norm.inverseDeviation()), 2, 0.5, inverse, 0.02);
    double carried = 2 * mean + 4 * inverse * 1;
    expect(get(all, norm.y()), 1, 8, carried + U * (4 * 2 * 3 + 2 * 10 + 8), 0.02);
    expect(get(all, norm.y()), 4, 12, carried + U * (4 * 2 * 5 + 2 * 10 + 12), 0.02);
    // 0.75·1 + 0.25·2, and 0.75·7 + 0.25·(64/63)·1.
    expect(get(all, runningMean), 0, 1.25, 0.25 * mean + U * (3 * 0.75 + 1 + 5 * 0.5));
    double added = 0.25 * 64 / 63;
    expect(
        get(all, runningVariance),
        0,
        5.25 + added,
        added * variance + U * (3 * 5.25 + 7 + 5 * added));
  }

  private static final Window2d PAIRS = new Window2d(1, 2, 1, 1, 0, 0);
  private static final Shape ROW = Shape.of(1, 1, 4, 1);
  private static final Shape THREE = Shape.of(1, 1, 3, 1);

  @Test
  void aMaximumLiesBetweenThoseOfTheBounds() {
    Tensor x = uncertain("x", ROW, new double[] {1, 3, 2, 5}, 0.5, 0.25, 1.5, 0);
    ReferenceTensor y = run(p.maxPool2d(x, PAIRS));
    assertThat(y.values()).containsExactly(3, 3, 5);
    // 2.75 to 3.25, 2.75 to 3.5, and 5.
    assertThat(y.bounds()).containsExactly(0.25, 0.5, 0);
  }

  private ReferenceTensor gradient(double[] x, double... bounds) {
    Tensor in = uncertain("x", ROW, x, bounds);
    Tensor y = input("y", THREE, 0, 0, 0);
    return run(p.maxPool2dGrad(input("dy", THREE, 10, 20, 40), in, y, PAIRS));
  }

  /** Windows overlap: an element may sum two gradients, each with a rounding. */
  @Test
  void aGradientGoesToTheLargestOfEachWindow() {
    ReferenceTensor dx = gradient(new double[] {1, 3, 2, 5}, 0, 0, 0, 0);
    assertThat(dx.values()).containsExactly(0, 30, 0, 40);
    assertThat(dx.bounds()[0]).isZero();
    assertThat(dx.bounds()[1]).isCloseTo(U * 2 * 30, within(1e-20));
    assertThat(dx.bounds()[2]).isZero();
    assertThat(dx.bounds()[3]).isCloseTo(U * 2 * 40, within(1e-20));
  }

  @Test
  void aGradientGoesToTheFirstOfEquals() {
    ReferenceTensor dx = gradient(new double[] {2, 2, 2, 1}, 0, 0, 0, 0);
    assertThat(dx.values()).containsExactly(10, 20, 40, 0);
    assertThat(dx.bounds()[3]).isZero();
  }

  /** 3 ± 1 and 2 ± 1.5: either may be the largest, so both may be off by its gradient. */
  @Test
  void whereTheLargestIsOpenEitherMayHaveTheGradient() {
    ReferenceTensor dx = gradient(new double[] {0, 3, 2, 9}, 0, 1, 1.5, 0);
    assertThat(dx.values()).containsExactly(0, 30, 0, 40);
    assertThat(dx.bounds()[0]).isZero();
    assertThat(dx.bounds()[1]).isCloseTo(20, within(1e-9));
    assertThat(dx.bounds()[2]).isCloseTo(20, within(1e-9));
    assertThat(dx.bounds()[3]).isCloseTo(0, within(1e-9));
  }

  /** What touches the surest of the others may win only if it is uncertain which is which. */
  @Test
  void whatJustTouchesMayWinIfItIsNotExact() {
    ReferenceTensor dx = gradient(new double[] {0, 3, 2, 9}, 0, 0, 1, 0);
    assertThat(dx.bounds()[1]).isCloseTo(20, within(1e-9));
    assertThat(dx.bounds()[2]).isCloseTo(20, within(1e-9));
    NormGradientAndPoolingTest other = new NormGradientAndPoolingTest();
    ReferenceTensor sure = other.gradient(new double[] {0, 3, 2, 9}, 0, 0, 0.99, 0);
    assertThat(sure.bounds()[1]).isCloseTo(0, within(1e-9));
    assertThat(sure.bounds()[2]).isZero();
  }

  /** Errors of dy go where dy goes; an open window adds all of |dy| at the other candidate. */
  @Test
  void errorsOfTheGradientGoWithIt() {
    Tensor x = uncertain("x", ROW, new double[] {0, 3, 2, 9}, 0, 1, 1.5, 0);
    Tensor y = input("y", THREE, 0, 0, 0);
    Tensor dy = uncertain("dy", THREE, new double[] {10, -20, 40}, 1, 2, 4);
    ReferenceTensor dx = run(p.maxPool2dGrad(dy, x, y, PAIRS));
    assertThat(dx.values()).containsExactly(0, -10, 0, 40);
    assertThat(dx.bounds()[1]).isCloseTo(1 + 2 + 20, within(1e-9));
    assertThat(dx.bounds()[2]).isCloseTo(2 + 20, within(1e-9));
    assertThat(dx.bounds()[3]).isCloseTo(4, within(1e-9));
  }

  /** Tiles of two do not overlap and copy their gradient; two channels, padding on the left. */
  @Test
  void tilesOfChannelsBesidePadding() {
    Window2d tiles = new Window2d(1, 2, 1, 2, 0, 1);
    Tensor x = input("x", Shape.of(1, 1, 4, 2), -1, -2, -3, 4, -5, 6, -7, -8);
    Tensor y = p.maxPool2d(x, tiles);
    ReferenceTensor max = run(y);
    assertThat(max.values()).containsExactly(-1, -2, -3, 6, -7, -8);
    NormGradientAndPoolingTest other = new NormGradientAndPoolingTest();
    Tensor again = other.input("x", Shape.of(1, 1, 4, 2), -1, -2, -3, 4, -5, 6, -7, -8);
    Tensor dy = other.input("dy", Shape.of(1, 1, 3, 2), 1, 2, 3, 4, 5, 6);
    Tensor maxima = other.input("y", Shape.of(1, 1, 3, 2), -1, -2, -3, 6, -7, -8);
    ReferenceTensor dx = other.run(other.p.maxPool2dGrad(dy, again, maxima, tiles));
    assertThat(dx.values()).containsExactly(1, 2, 3, 0, 0, 4, 5, 6);
    assertThat(dx.isExact()).isTrue();
  }
}
