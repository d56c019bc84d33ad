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

  /**
   * One channel, x = 1, 3, mean 2, inverse 0.5, γ = 4, dy = 1, 5: dβ = 6 and dγ = 2 sum two terms,
   * of 6 and of spread (1 + 2)/2 + 5·(3 + 2)/2 = 14. dx = 2·(dy − 3 − x̂): three roundings of dy,
   * four of dβ/2, six of x̂·dγ/2, and three of the product.
   */
  @Test
  void whatABatchNormGradientRounds() {
    Shape shape = Shape.of(2, 1);
    BatchNormGrad grad =
        p.batchNormGrad(
            input("dy", shape, 1, 5),
            input("x", shape, 1, 3),
            input("gamma", Shape.of(1), 4),
            input("mean", Shape.of(1), 2),
            input("inverse", Shape.of(1), 0.5));
    p.output(grad.dx()).output(grad.dgamma()).output(grad.dbeta());
    Map<Tensor, ReferenceTensor> all = Reference.evaluateFrom(p.build(), Precision.F64, known);
    double gamma = new ErrorModel(Precision.F64).gamma(DataType.F64, 2 + 4, 2);
    double sum = 6 * gamma;
    double dot = 14 * gamma;
    assertThat(get(all, grad.dbeta()).bounds()[0]).isCloseTo(sum, within(1e-6 * sum));
    assertThat(get(all, grad.dgamma()).bounds()[0]).isCloseTo(dot, within(1e-6 * dot));
    double first = 2 * (sum / 2 + 0.5 * dot / 2 + U * (3 * 1 + 4 * 3 + 6 * 1.5 * 1)) + 3 * U * 3;
    double second = 2 * (sum / 2 + 0.5 * dot / 2 + U * (3 * 5 + 4 * 3 + 6 * 2.5 * 1)) + 3 * U * 3;
    assertThat(get(all, grad.dx()).values()).containsExactly(-3, 3);
    assertThat(get(all, grad.dx()).bounds()[0]).isCloseTo(first, within(1e-6 * first));
    assertThat(get(all, grad.dx()).bounds()[1]).isCloseTo(second, within(1e-6 * second));
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
