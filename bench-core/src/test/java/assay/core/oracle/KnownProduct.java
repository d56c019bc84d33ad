package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.oracle.op.Rules;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * α·A·B + β·C and its inputs, by element, and what a test makes of the result: the mean squares of
 * its rows are worked out in plain loops.
 */
record KnownProduct(
    ProductKind kind,
    double alpha,
    double beta,
    double[][] a,
    double[][] b,
    double[][] c,
    Projection projection,
    ReferenceTensor expected,
    HostTensor actual) {
  static final int COLUMNS = 64;

  /** Elements are drawn; A and C are scaled, and row 6 of A is 0. */
  static KnownProduct of(
      ProductKind kind,
      int rows,
      int terms,
      double alpha,
      double beta,
      double scale,
      DoubleSupplier draw) {
    double[][] a = matrix(rows, terms, () -> scale * draw.getAsDouble());
    if (rows > 6) {
      Arrays.fill(a[6], 0);
    }
    double[][] b = matrix(terms, COLUMNS, draw);
    double[][] c = matrix(rows, COLUMNS, () -> scale * draw.getAsDouble());
    ProgramBuilder p = Program.builder("known");
    DataType operand = kind.precision.input();
    Map<Tensor, HostTensor> given = new LinkedHashMap<>();
    Tensor ta = input(p, "a", operand, a, given);
    Tensor tb = input(p, "b", operand, b, given);
    Optional<Tensor> tc =
        beta == 0 ? Optional.empty() : Optional.of(input(p, "c", kind.result, c, given));
    Tensor out = p.matMul(ta, tb, tc, alpha, beta, false, false, kind.result);
    p.output(out);
    Projection product = Rules.of(p.build().ops().getFirst()).projection(given).orElseThrow();
    double[] values = new double[rows * COLUMNS];
    Arrays.setAll(
        values,
        at -> {
          double sum = 0;
          for (int l = 0; l < terms; l++) {
            sum += alpha * a[at / COLUMNS][l] * b[l][at % COLUMNS];
          }
          return sum + beta * c[at / COLUMNS][at % COLUMNS];
        });
    double[] bounds = new double[values.length];
    Arrays.fill(bounds, 1);
    return new KnownProduct(
        kind,
        alpha,
        beta,
        a,
        b,
        c,
        product,
        new ReferenceTensor(out, values, bounds),
        HostTensor.of(out, values));
  }

  private static double[][] matrix(int rows, int columns, DoubleSupplier draw) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      Arrays.setAll(row, _ -> draw.getAsDouble());
    }
    return matrix;
  }

  private static Tensor input(
      ProgramBuilder p,
      String name,
      DataType type,
      double[][] values,
      Map<Tensor, HostTensor> given) {
    Tensor tensor = p.input(name, Shape.of(values.length, values[0].length), type);
    given.put(
        tensor,
        HostTensor.of(tensor, Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray()));
    return tensor;
  }

  /** Makes a row wrong by as much, twice or three times as much, up and down. */
  void spoil(int row, double by) {
    for (int j = 0; j < COLUMNS; j++) {
      add(row, j, (j % 2 == 0 ? by : -by) * (1 + j % 3));
    }
  }

  void add(int row, int column, double by) {
    int at = row * COLUMNS + column;
    actual.set(at, expected.values()[at] + by);
  }

  EffectiveBits bits() {
    return RowErrors.bits(projection, expected, actual, kind.precision.input(), kind.model());
  }

  Freivalds projected() {
    Freivalds freivalds = new Freivalds(projection, actual, kind.precision.input(), kind.model());
    Comparison comparison = new Comparison();
    freivalds.check(new Random(11), comparison);
    assertThat(comparison.failed()).as("%s", comparison.verdict("projected")).isFalse();
    return freivalds;
  }

  List<MeanSquares> rows() {
    return IntStream.range(0, a.length).mapToObj(this::row).toList();
  }

  private MeanSquares row(int i) {
    double products = 0;
    double terms = 0;
    double addends = 0;
    double results = 0;
    double error = 0;
    for (int j = 0; j < COLUMNS; j++) {
      double sum = 0;
      for (int l = 0; l < b.length; l++) {
        double term = alpha * a[i][l] * b[l][j];
        sum += term;
        terms += term * term;
      }
      double addend = beta * c[i][j];
      products += sum * sum;
      addends += addend * addend;
      double value = sum + addend;
      results += value * value;
      double off = actual.get((long) i * COLUMNS + j) - value;
      error += off * off;
    }
    ProductKind.Sums sums = new ProductKind.Sums(products, terms, addends, results);
    return MeanSquares.of(kind, sums, error, COLUMNS, b.length, 0);
  }
}
