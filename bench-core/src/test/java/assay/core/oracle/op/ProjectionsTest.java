package assay.core.oracle.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.oracle.Projection;
import assay.core.oracle.Reference;
import assay.core.oracle.ReferenceTensor;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Projections of products against the products themselves, which {@link Reference} computes element
 * by element: sums over a row times signs, over squared operands, and over magnitudes.
 */
class ProjectionsTest {
  private static final double CLOSE = 1e-12;

  /**
   * A product, also without scale and addend, and what its projection must say of itself.
   *
   * @param plain A·B alone
   */
  record Product(
      Program program, Program plain, long rows, long columns, long terms, double alpha) {

    Map<Tensor, HostTensor> given(DoubleUnaryOperator change) {
      Random random = new Random(23);
      Map<Tensor, HostTensor> given = new HashMap<>();
      for (Tensor input : program.inputs()) {
        HostTensor host = HostTensor.allocate(input);
        for (long i = 0; i < host.elements(); i++) {
          // Eighths, which every type holds.
          host.set(i, change.applyAsDouble((random.nextInt(25) - 12) / 8.0));
        }
        given.put(input, host);
      }
      return given;
    }

    /** The plain product of operands to which a function was applied. */
    double[] plain(DoubleUnaryOperator change) {
      return values(plain, change);
    }

    double[] values(Program of, DoubleUnaryOperator change) {
      Map<Tensor, ReferenceTensor> exact = new HashMap<>();
      given(change).forEach((t, host) -> exact.put(t, ReferenceTensor.exact(host)));
      return Objects.requireNonNull(Reference.values(of, exact).get(of.outputs().getFirst()))
          .values();
    }

    Projection projection() {
      return Rules.of(program.ops().getFirst()).projection(given(v -> v)).orElseThrow();
    }

    @Override
    public String toString() {
      return program.ops().toString();
    }
  }

  static Stream<Product> products() {
    Stream<Product> products =
        Stream.of(DataType.F64, DataType.F32, DataType.BF16)
            .flatMap(type ->
                IntStream.range(0, 4)
                    .boxed()
                    .flatMap(i ->
                        Stream.of(
                            matMul(1, 1, 0, i % 2 == 1, i / 2 == 1, type),
                            matMul(3, 0.75, -1.5, i % 2 == 1, i / 2 == 1, type))));
    Stream<Product> convolutions =
        Stream.of(
                Window2d.of(1, 1),
                new Window2d(3, 2, 2, 1, 1, 0),
                new Window2d(2, 3, 1, 2, 0, 1),
                new Window2d(4, 3, 3, 2, 2, 2))
            .flatMap(w -> Stream.of("forward", "input", "filter").map(d -> conv(d, w)));
    return Stream.concat(products, convolutions);
  }

  private static Product matMul(
      long batch,
      double alpha,
      double beta,
      boolean transposeA,
      boolean transposeB,
      DataType type) {
    Shape a = Shape.of(batch, transposeA ? 7 : 5, transposeA ? 5 : 7);
    Shape b = Shape.of(batch, transposeB ? 4 : 7, transposeB ? 7 : 4);
    DataType sum = type == DataType.F64 ? DataType.F64 : DataType.F32;
    ProgramBuilder p = Program.builder("scaled");
    Tensor left = p.input("a", a, type);
    Tensor right = p.input("b", b, type);
    Optional<Tensor> c =
        beta == 0 ? Optional.empty() : Optional.of(p.input("c", Shape.of(batch, 5, 4), sum));
    p.output(p.matMul(left, right, c, alpha, beta, transposeA, transposeB, sum));
    ProgramBuilder plain = Program.builder("plain");
    plain.output(
        plain.matMul(
            plain.input("a", a, type),
            plain.input("b", b, type),
            Optional.empty(),
            1,
            0,
            transposeA,
            transposeB,
            sum));
    return new Product(p.build(), plain.build(), batch * 5, 4, 7, alpha);
  }

  private static Product conv(String direction, Window2d window) {
    Shape image = Shape.of(2, 6, 5, 3);
    Shape filters = Shape.of(4, window.height(), window.width(), 3);
    long p = window.outputHeight(6);
    long q = window.outputWidth(5);
    Shape output = Shape.of(2, p, q, 4);
    ProgramBuilder b = Program.builder(direction);
    long taps = (long) window.height() * window.width();
    b.output(
        switch (direction) {
          case "forward" ->
              b.conv2d(
                  b.input("x", image, DataType.F32), b.input("w", filters, DataType.F32), window);
          case "input" ->
              b.conv2dBackwardInput(
                  b.input("dy", output, DataType.F32),
                  b.input("w", filters, DataType.F32),
                  image,
                  window);
          default ->
              b.conv2dBackwardFilter(
                  b.input("x", image, DataType.F32), b.input("dy", output, DataType.F32), window);
        });
    Program program = b.build();
    return switch (direction) {
      case "forward" -> new Product(program, program, 2 * p * q, 4, taps * 3, 1);
      case "input" -> new Product(program, program, 2 * 6 * 5, 3, taps * 4, 1);
      default -> new Product(program, program, taps * 3, 4, 2 * p * q, 1);
    };
  }

  @ParameterizedTest
  @MethodSource("products")
  void saysItsExtents(Product product) {
    Projection projection = product.projection();
    assertThat(projection.rows()).isEqualTo((int) product.rows());
    assertThat(projection.columns()).isEqualTo((int) product.columns());
    assertThat(projection.terms()).isEqualTo(product.terms());
    assertThat(projection.alpha()).isEqualTo(product.alpha());
  }

  @ParameterizedTest
  @MethodSource("products")
  void projectsRows(Product product) {
    Projection projection = product.projection();
    double[] c = product.plain(v -> v);
    double[] z = {1, -1, -1, 3};
    double[] projected = projection.projected(java.util.Arrays.copyOf(z, projection.columns()));
    for (int row = 0; row < projection.rows(); row++) {
      double sum = 0;
      for (int column = 0; column < projection.columns(); column++) {
        sum += z[column] * c[(int) projection.index(row, column)];
      }
      assertThat(projected[row]).as("row %d", row).isCloseTo(sum, within(CLOSE));
    }
  }

  @ParameterizedTest
  @MethodSource("products")
  void sumsTheSquaresOfARow(Product product) {
    Projection projection = product.projection();
    double[] squared = product.plain(v -> v * v);
    double[] squares = projection.squares();
    for (int row = 0; row < projection.rows(); row++) {
      double sum = 0;
      for (int column = 0; column < projection.columns(); column++) {
        sum += squared[(int) projection.index(row, column)];
      }
      // The eighths of narrow types are squared before they are rounded to the type.
      assertThat(squares[row]).as("row %d", row).isCloseTo(sum, within(0.01 * sum));
    }
  }

  @ParameterizedTest
  @MethodSource("products")
  void computesElementsAndTheirMagnitudes(Product product) {
    Projection projection = product.projection();
    double[] c = product.plain(v -> v);
    double[] magnitudes = product.plain(Math::abs);
    for (int row = 0; row < projection.rows(); row++) {
      for (int column = 0; column < projection.columns(); column++) {
        int at = (int) projection.index(row, column);
        double[] element = projection.element(row, column);
        assertThat(element[0]).as("%d, %d", row, column).isCloseTo(c[at], within(CLOSE));
        assertThat(element[1]).as("%d, %d", row, column).isCloseTo(magnitudes[at], within(CLOSE));
      }
    }
  }

  /** α·A·B plus the addend of each row is the product, found where the projection says it is. */
  @ParameterizedTest
  @MethodSource("products")
  void readsRowsOfTheResult(Product product) {
    Projection projection = product.projection();
    double[] expected = product.values(product.program(), v -> v);
    double[] plain = product.plain(v -> v);
    Tensor out = product.program().outputs().getFirst();
    HostTensor result = HostTensor.of(out, expected);
    for (int row = 0; row < projection.rows(); row++) {
      double[] read = projection.row(result, row);
      double[] addend = projection.addend(row);
      assertThat(read).hasSize(projection.columns());
      assertThat(addend).hasSize(product.alpha() == 1 ? 0 : 4);
      for (int column = 0; column < read.length; column++) {
        int at = (int) projection.index(row, column);
        double added = addend.length == 0 ? 0 : addend[column];
        assertThat(read[column]).isEqualTo(result.get(at));
        assertThat(read[column]).isCloseTo(projection.alpha() * plain[at] + added, within(1e-5));
      }
    }
  }

  @Test
  void operandsMustBeGiven() {
    Product product = matMul(1, 1, 0, false, false, DataType.F32);
    Map<Tensor, HostTensor> given = product.given(v -> v);
    given.remove(product.program().tensor("b"));
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> Rules.of(product.program().ops().getFirst()).projection(given))
        .withMessage("the verifier was given no values for b[1×7×4 f32]");
  }
}
