package assay.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.oracle.EffectiveBits;
import assay.core.oracle.ErrorModel;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.DataType;
import assay.core.program.FloatFormats;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Products in arithmetic that is what it says, in any order of summation, and in arithmetic that
 * has fewer bits but stays within the bound of every element.
 */
class EffectiveBitsTest {
  private static final int SIDE = 24;
  private static final DoubleUnaryOperator AS_STORED = DoubleUnaryOperator.identity();

  /** A product of operands A (m×k) and B (k×n), with an addend where β is not 0. */
  private record Product(Program program, Map<Tensor, HostTensor> given) {
    static Product of(
        int m,
        int n,
        int k,
        double alpha,
        double beta,
        Precision precision,
        Supplier<Double> draw) {
      ProgramBuilder p = Program.builder("product");
      Tensor a = p.input("a", Shape.of(m, k), precision.input());
      Tensor b = p.input("b", Shape.of(k, n), precision.input());
      Optional<Tensor> c =
          beta == 0
              ? Optional.empty()
              : Optional.of(p.input("c", Shape.of(m, n), precision.output()));
      p.output(p.matMul(a, b, c, alpha, beta, false, false, precision.output()));
      Program program = p.build();
      Map<Tensor, HostTensor> given = new LinkedHashMap<>();
      for (Tensor input : program.inputs()) {
        HostTensor values = HostTensor.allocate(input);
        for (long i = 0; i < values.elements(); i++) {
          values.set(i, draw.get());
        }
        given.put(input, values);
      }
      return new Product(program, given);
    }

    static Product normal(int k, Precision precision) {
      Random random = new Random(k);
      return of(SIDE, SIDE, k, 1, 0, precision, random::nextGaussian);
    }

    /** What an exact target would have written, from multiplicands that were changed. */
    Map<Tensor, HostTensor> computed(
        Precision precision, Arithmetic.Order order, DoubleUnaryOperator change) {
      Memory memory = new Memory();
      given.forEach((tensor, values) -> {
        HostTensor changed = HostTensor.allocate(tensor);
        for (long i = 0; i < values.elements(); i++) {
          changed.set(i, change.applyAsDouble(values.get(i)));
        }
        memory.put(changed);
      });
      NaiveOps.execute(program.ops().getFirst(), precision, order, memory);
      Tensor out = program.outputs().getFirst();
      return Map.of(out, HostTensor.of(out, memory.get(out)));
    }

    Verdict verify(Precision precision, Map<Tensor, HostTensor> results) {
      return Verifier.verify(program, precision, given, results, 5);
    }
  }

  private static double bf16(double value) {
    return FloatFormats.bf16ToFloat(FloatFormats.doubleToBf16(value));
  }

  private static EffectiveBits bits(Verdict verdict) {
    return verdict.bits().orElseThrow(() -> new AssertionError(verdict.message()));
  }

  /** Any order of summation, as far as one after the other over 8192 terms, is explained. */
  @ParameterizedTest
  @EnumSource(Arithmetic.Order.class)
  void singlePrecisionIsExplainedInAnyOrder(Arithmetic.Order order) {
    for (int k : new int[] {1, 2, 7, 64, 512, 4096, 8192}) {
      Product product = Product.normal(k, Precision.F32);
      Verdict verdict =
          product.verify(Precision.F32, product.computed(Precision.F32, order, AS_STORED));
      assertThat(verdict.passed()).as("k %d: %s", k, verdict.message()).isTrue();
      EffectiveBits bits = bits(verdict);
      assertThat(bits.overall()).as("k %d", k).isGreaterThan(bits.floor());
      assertThat(bits.full()).isEqualTo(24);
    }
  }

  /** Sums in lanes and blocks, as fast kernels take them, keep most bits whatever their length. */
  @Test
  void pairwiseSumsKeepTheirBits() {
    Product product = Product.normal(4096, Precision.F32);
    Map<Tensor, HostTensor> result =
        product.computed(Precision.F32, Arithmetic.Order.PAIRWISE, AS_STORED);
    assertThat(bits(product.verify(Precision.F32, result)).overall()).isBetween(22.5, 24.5);
  }

  /** Terms of one sign and of both, an addend, and a scale. */
  @ParameterizedTest
  @CsvSource({"0, 1, 0, 1", "3, 1, 0, 1", "0, 0.75, -1.3, 1", "0, -3, 2, 1e-12", "1, 1, 1e3, 1e9"})
  void neitherSignsNorScalesNorAddendsMatter(double mean, double alpha, double beta, double scale) {
    for (Arithmetic.Order order : Arithmetic.Order.values()) {
      Random random = new Random(3);
      Product product =
          Product.of(
              SIDE,
              SIDE,
              1500,
              alpha,
              beta,
              Precision.F32,
              () -> scale * (mean + random.nextGaussian()));
      Verdict verdict =
          product.verify(Precision.F32, product.computed(Precision.F32, order, AS_STORED));
      assertThat(verdict.passed()).as("%s: %s", order, verdict.message()).isTrue();
      assertThat(bits(verdict).overall()).as("%s", order).isGreaterThan(18);
    }
  }

  /** Each operand as a sum of two bf16, without the product of the small ones: 17.7 bits. */
  @ParameterizedTest
  @ValueSource(ints = {256, 4096, 8192})
  void twoBfloatsAreNoSinglePrecision(int k) {
    Product product = Product.normal(k, Precision.F32);
    Map<Tensor, HostTensor> sums =
        sum(
            product,
            List.of(
                product.computed(Precision.F64, Arithmetic.Order.PAIRWISE, v -> bf16(v)),
                twice(product)));
    Verdict verdict = product.verify(Precision.F32, sums);
    assertThat(verdict.mismatch()).as("every element is within its bound").isEmpty();
    assertThat(verdict.passed()).isFalse();
    assertThat(bits(verdict).overall()).isCloseTo(17.7, within(0.2));
    assertThat(verdict.message())
        .matches(
            "entrywise: the results have about 1[78]\\.\\d significant bits; f32 has 24, and"
                + " rounding explains no fewer than (18|19|2\\d)\\.\\d");
  }

  /** The products of large and small parts, in one. */
  private static Map<Tensor, HostTensor> twice(Product product) {
    Tensor out = product.program.outputs().getFirst();
    HostTensor result = HostTensor.allocate(out);
    HostTensor a = Objects.requireNonNull(product.given.get(product.program.tensor("a")));
    HostTensor b = Objects.requireNonNull(product.given.get(product.program.tensor("b")));
    int k = (int) a.tensor().shape().dim(1);
    for (int i = 0; i < out.elements(); i++) {
      double sum = 0;
      for (int l = 0; l < k; l++) {
        double x = a.get(i / SIDE * k + l);
        double y = b.get(l * SIDE + i % SIDE);
        sum += bf16(x) * bf16(y - bf16(y)) + bf16(x - bf16(x)) * bf16(y);
      }
      result.set(i, sum);
    }
    return Map.of(out, result);
  }

  private static Map<Tensor, HostTensor> sum(
      Product product, List<Map<Tensor, HostTensor>> summands) {
    Tensor out = product.program.outputs().getFirst();
    HostTensor result = HostTensor.allocate(out);
    for (Map<Tensor, HostTensor> summand : summands) {
      for (long i = 0; i < out.elements(); i++) {
        result.set(i, result.get(i) + Objects.requireNonNull(summand.get(out)).get(i));
      }
    }
    return Map.of(out, result);
  }

  /** A network's layer with multiplicands of 11 bits, sold as f32, and as what it is. */
  @Test
  void tf32IsNoSinglePrecision() {
    Product product = Product.normal(2048, Precision.F32);
    Map<Tensor, HostTensor> result =
        product.computed(Precision.TF32, Arithmetic.Order.BLOCKED, AS_STORED);
    assertThat(product.verify(Precision.F32, result).passed()).isFalse();
    Verdict honest = product.verify(Precision.TF32, result);
    assertThat(honest.passed()).as(honest.message()).isTrue();
    assertThat(bits(honest).capped(bits(honest).overall())).isEqualTo(11);
    Map<Tensor, HostTensor> truncated =
        product.computed(
            Precision.F32,
            Arithmetic.Order.BLOCKED,
            v -> Float.intBitsToFloat(Float.floatToRawIntBits((float) v) & ~0x1FFF));
    Verdict cut = product.verify(Precision.TF32, truncated);
    assertThat(cut.passed()).as(cut.message()).isTrue();
    assertThat(bits(cut).overall()).isBetween(10.0, 11.0);
    Map<Tensor, HostTensor> shorter =
        product.computed(
            Precision.F32,
            Arithmetic.Order.BLOCKED,
            v -> Float.intBitsToFloat(Float.floatToRawIntBits((float) v) & ~0x7FFF));
    assertThat(product.verify(Precision.TF32, shorter).passed()).as("9 bits").isFalse();
  }

  /** Operands and results in f16: the sum must be in f32, not in f16. */
  @ParameterizedTest
  @ValueSource(ints = {16, 64, 1024})
  void sumsInHalfPrecisionAreFound(int k) {
    Product product = Product.normal(k, Precision.F16);
    Tensor out = product.program.outputs().getFirst();
    Map<Tensor, HostTensor> honest =
        product.computed(Precision.F16, Arithmetic.Order.SEQUENTIAL, AS_STORED);
    assertThat(product.verify(Precision.F16, honest).passed()).isTrue();
    HostTensor a = Objects.requireNonNull(product.given.get(product.program.tensor("a")));
    HostTensor b = Objects.requireNonNull(product.given.get(product.program.tensor("b")));
    HostTensor half = HostTensor.allocate(out);
    for (int i = 0; i < out.elements(); i++) {
      half.set(i, 0);
      for (int l = 0; l < k; l++) {
        half.set(i, half.get(i) + a.get(i / SIDE * k + l) * b.get(l * SIDE + i % SIDE));
      }
    }
    Verdict verdict = product.verify(Precision.F16, Map.of(out, half));
    assertThat(verdict.passed()).as("%s", verdict.bits()).isFalse();
  }

  /** Tails that another kernel computes less precisely are not lost among all rows. */
  @Test
  void aFewImpreciseRowsAreFound() {
    Random random = new Random(8);
    Product product = Product.of(2000, 64, 300, 1, 0, Precision.F32, random::nextGaussian);
    Tensor out = product.program.outputs().getFirst();
    Map<Tensor, HostTensor> right =
        product.computed(Precision.F32, Arithmetic.Order.PAIRWISE, AS_STORED);
    HostTensor result = Objects.requireNonNull(right.get(out));
    for (long i = 1992 * 64; i < out.elements(); i++) {
      result.set(i, result.get(i) * (1 + 0x1p-18 * random.nextGaussian()));
    }
    Verdict verdict = product.verify(Precision.F32, right);
    assertThat(verdict.passed()).isFalse();
    assertThat(bits(verdict).overall()).isGreaterThan(bits(verdict).floor());
    assertThat(verdict.message()).containsPattern("some rows have about 1[78]\\.");
  }

  /** The projections of a product tell the same as its elements. */
  @Tag("slow")
  @Test
  void projectionsTellAsMuch() {
    Random random = new Random(9);
    Product product = Product.of(600, 700, 601, 0.75, -1.3, Precision.F32, random::nextGaussian);
    Map<Tensor, HostTensor> right =
        product.computed(Precision.F32, Arithmetic.Order.BLOCKED, AS_STORED);
    Verdict projected = product.verify(Precision.F32, right);
    assertThat(projected.check()).isEqualTo("freivalds+sampled");
    assertThat(projected.passed()).as(projected.message()).isTrue();
    Verdict every =
        Verifier.verify(
            product.program, new ErrorModel(Precision.F32), product.given, right, true, 5);
    assertThat(every.check()).isEqualTo("entrywise");
    assertThat(bits(projected).overall()).isCloseTo(bits(every).overall(), within(0.1));
    Tensor out = product.program.outputs().getFirst();
    HostTensor result = Objects.requireNonNull(right.get(out));
    for (long i = 0; i < out.elements(); i++) {
      result.set(i, result.get(i) * (1 + 0x1p-18 * random.nextGaussian()));
    }
    Verdict imprecise = product.verify(Precision.F32, right);
    assertThat(imprecise.passed()).isFalse();
    assertThat(imprecise.message())
        .matches("freivalds\\+sampled: the results have about 1[78]\\..*");
  }

  /** Convolutions in all directions, with few terms at the edges. */
  @Test
  void convolutionsHaveThemToo() {
    for (String direction : List.of("forward", "input", "filter")) {
      ProgramBuilder p = Program.builder(direction);
      Window2d window = new Window2d(3, 3, 2, 1, 1, 1);
      Shape image = Shape.of(3, 9, 8, 5);
      Shape filters = Shape.of(6, 3, 3, 5);
      Shape output = Shape.of(3, window.outputHeight(9), window.outputWidth(8), 6);
      p.output(
          switch (direction) {
            case "forward" ->
                p.conv2d(
                    p.input("x", image, DataType.F32), p.input("w", filters, DataType.F32), window);
            case "input" ->
                p.conv2dBackwardInput(
                    p.input("dy", output, DataType.F32),
                    p.input("w", filters, DataType.F32),
                    image,
                    window);
            default ->
                p.conv2dBackwardFilter(
                    p.input("x", image, DataType.F32), p.input("dy", output, DataType.F32), window);
          });
      Random random = new Random(4);
      Program program = p.build();
      Map<Tensor, HostTensor> given = new LinkedHashMap<>();
      for (Tensor input : program.inputs()) {
        double[] values = new double[(int) input.elements()];
        Arrays.setAll(values, _ -> random.nextGaussian());
        given.put(input, HostTensor.of(input, values));
      }
      Product product = new Product(program, given);
      Map<Tensor, HostTensor> right =
          product.computed(Precision.F32, Arithmetic.Order.SEQUENTIAL, AS_STORED);
      Verdict verdict = product.verify(Precision.F32, right);
      assertThat(verdict.passed()).as("%s: %s", direction, verdict.message()).isTrue();
      assertThat(bits(verdict).overall()).as(direction).isBetween(21.0, 25.5);
      Map<Tensor, HostTensor> rounded =
          product.computed(
              Precision.F32,
              Arithmetic.Order.SEQUENTIAL,
              v -> v * (1 + 0x1p-19 * Math.sin(v * 1e4)));
      Verdict imprecise = product.verify(Precision.F32, rounded);
      assertThat(imprecise.mismatch()).as(direction).isEmpty();
      assertThat(imprecise.passed()).as(direction).isFalse();
    }
  }

  /** Exact results have all bits, and integers none that could be too few. */
  @Test
  void exactResultsHaveThemAll() {
    Random random = new Random(6);
    Product whole = Product.of(8, 8, 30, 1, 0, Precision.F32, () -> (double) random.nextInt(-9, 9));
    EffectiveBits bits =
        bits(
            whole.verify(
                Precision.F32,
                whole.computed(Precision.F32, Arithmetic.Order.SEQUENTIAL, AS_STORED)));
    assertThat(bits.overall()).isInfinite();
    assertThat(bits.capped(bits.overall())).isEqualTo(24);
    assertThat(bits.ratio()).isZero();
    Product integers =
        Product.of(8, 8, 30, 1, 0, Precision.S8, () -> (double) random.nextInt(-9, 9));
    assertThat(
            integers
                .verify(
                    Precision.S8,
                    integers.computed(Precision.S8, Arithmetic.Order.SEQUENTIAL, AS_STORED))
                .bits())
        .isEmpty();
  }
}
