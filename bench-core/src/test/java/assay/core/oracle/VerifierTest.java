package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Planted errors are found, correct results are not accused. */
class VerifierTest {
  private static final long SEED = 42;

  /** A program of one operation, its inputs and its correct result rounded to f32. */
  record Setup(Program program, Map<Tensor, HostTensor> given, HostTensor correct) {
    Verdict verify(HostTensor result) {
      return Verifier.verify(program, Precision.F32, given, Map.of(result.tensor(), result), SEED);
    }

    HostTensor copy() {
      HostTensor copy = HostTensor.allocate(correct.tensor());
      copy.data().copyFrom(correct.data());
      return copy;
    }
  }

  private static Setup setup(Program program) {
    Random random = new Random(7);
    Map<Tensor, HostTensor> given = new HashMap<>();
    for (Tensor input : program.inputs()) {
      HostTensor host = HostTensor.allocate(input);
      for (long i = 0; i < host.elements(); i++) {
        host.set(i, random.nextGaussian());
      }
      given.put(input, host);
    }
    Tensor out = program.outputs().getFirst();
    Map<Tensor, ReferenceTensor> exact = new HashMap<>();
    given.forEach((t, host) -> exact.put(t, ReferenceTensor.exact(host)));
    ReferenceTensor result = Objects.requireNonNull(Reference.values(program, exact).get(out));
    return new Setup(program, given, HostTensor.of(out, result.values()));
  }

  private static Setup gemm(long m, long n, long k, double alpha, double beta) {
    ProgramBuilder p = Program.builder("gemm");
    Tensor a = p.input("a", Shape.of(m, k), DataType.F32);
    Tensor b = p.input("b", Shape.of(n, k), DataType.F32);
    Optional<Tensor> c =
        beta == 0 ? Optional.empty() : Optional.of(p.input("c", Shape.of(m, n), DataType.F32));
    p.output(p.matMul(a, b, c, alpha, beta, false, true, DataType.F32));
    return setup(p.build());
  }

  private static Setup conv(String direction) {
    ProgramBuilder p = Program.builder(direction);
    Window2d window = new Window2d(3, 3, 1, 1, 1, 1);
    Shape image = Shape.of(2, 57, 55, 67);
    Shape filters = Shape.of(71, 3, 3, 67);
    Shape output = Shape.of(2, 57, 55, 71);
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
    return setup(p.build());
  }

  static List<Arguments> setups() {
    return List.of(
        Arguments.of("entrywise", gemm(7, 13, 31, 1, 0)),
        Arguments.of("entrywise", gemm(131, 97, 203, 0.75, -1.3)),
        Arguments.of("freivalds+sampled", gemm(701, 643, 607, 0.75, -1.3)),
        Arguments.of("freivalds+sampled", gemm(1000, 37, 8099, 1, 0)),
        Arguments.of("freivalds+sampled", gemm(17, 1201, 13001, 1, 0)),
        Arguments.of("freivalds+sampled", conv("forward")),
        Arguments.of("freivalds+sampled", conv("input")),
        Arguments.of("freivalds+sampled", conv("filter")));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("setups")
  void plantedErrorsAreFound(String check, Setup setup) {
    Verdict verdict = setup.verify(setup.copy());
    assertThat(verdict.passed()).as(verdict.message()).isTrue();
    assertThat(verdict.check()).isEqualTo(check);
    assertThat(verdict.checked()).isGreaterThanOrEqualTo(setup.correct().elements());
    wrongEntries(setup);
    unwrittenTail(setup);
    notFinite(setup);
    otherScale(setup);
  }

  /** An entry that is wrong by a tenth of what an ordinary entry holds, anywhere. */
  private static void wrongEntries(Setup setup) {
    Random random = new Random(3);
    double ordinary = rootMeanSquare(setup.correct());
    for (int i = 0; i < 4; i++) {
      HostTensor wrong = setup.copy();
      long at = random.nextLong(wrong.elements());
      wrong.set(at, wrong.get(at) + (i % 2 == 0 ? 0.1 : -0.1) * ordinary);
      Verdict verdict = setup.verify(wrong);
      assertThat(verdict.passed()).as("wrong entry %d: %s", at, verdict.message()).isFalse();
      Verdict.Mismatch mismatch = verdict.mismatch().orElseThrow();
      assertThat(mismatch.position()).isEqualTo(wrong.tensor().shape().position(at));
      assertThat(mismatch.actual()).isEqualTo(wrong.get(at));
    }
  }

  private static double rootMeanSquare(HostTensor tensor) {
    double sum = 0;
    for (long i = 0; i < tensor.elements(); i++) {
      sum += tensor.get(i) * tensor.get(i);
    }
    return Math.sqrt(sum / tensor.elements());
  }

  private static void unwrittenTail(Setup setup) {
    HostTensor wrong = setup.copy();
    for (long i = wrong.elements() - 3; i < wrong.elements(); i++) {
      wrong.set(i, Double.NaN);
    }
    assertThat(setup.verify(wrong).passed()).as("unwritten tail").isFalse();
    assertThat(setup.verify(HostTensor.allocate(wrong.tensor())).passed()).as("zeros").isFalse();
    assertThat(setup.verify(setup.copy().poison()).passed()).as("poison").isFalse();
  }

  private static void notFinite(Setup setup) {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      HostTensor wrong = setup.copy();
      wrong.set(wrong.elements() / 2, value);
      Verdict verdict = setup.verify(wrong);
      assertThat(verdict.passed()).as("%s", value).isFalse();
      assertThat(verdict.worst()).isInfinite();
    }
  }

  private static void otherScale(Setup setup) {
    HostTensor wrong = setup.copy();
    for (long i = 0; i < wrong.elements(); i++) {
      wrong.set(i, wrong.get(i) * 1.01);
    }
    assertThat(setup.verify(wrong).passed()).as("wrong scale").isFalse();
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"61, 61, 67", "641, 641, 653"})
  void swappedExtentsAndShortSumsAreFound(int m, int n, int k) {
    Setup setup = gemm(m, n, k, 1, 0);
    HostTensor transposed = setup.copy();
    HostTensor shorter = setup.copy();
    HostTensor a = Objects.requireNonNull(setup.given().get(setup.program().tensor("a")));
    HostTensor b = Objects.requireNonNull(setup.given().get(setup.program().tensor("b")));
    for (long i = 0; i < (long) m * n; i++) {
      long row = i / n;
      long column = i % n;
      transposed.set(i, setup.correct().get(column * n + row));
      double last = a.get(row * k + k - 1) * b.get(column * k + k - 1);
      shorter.set(i, setup.correct().get(i) - last);
    }
    assertThat(setup.verify(transposed).passed()).as("transposed").isFalse();
    assertThat(setup.verify(shorter).passed()).as("last term left out").isFalse();
  }

  @Tag("slow")
  @Test
  void streamsAreCheckedEntryByEntry() {
    ProgramBuilder p = Program.builder("triad");
    Shape shape = Shape.of(4_000_037);
    Tensor b = p.input("b", shape, DataType.F32);
    Tensor c = p.input("c", shape, DataType.F32);
    p.output(p.triad(b, c, 0.4));
    Setup setup = setup(p.build());
    Verdict verdict = setup.verify(setup.copy());
    assertThat(verdict.passed()).as(verdict.message()).isTrue();
    assertThat(verdict.check()).isEqualTo("streamed");
    assertThat(verdict.checked()).isEqualTo(4_000_037);
    HostTensor wrong = setup.copy();
    wrong.set(4_000_036, Math.nextUp((float) wrong.get(4_000_036)) + 1e-5);
    assertThat(setup.verify(wrong).mismatch().orElseThrow().position()).isEqualTo("[4000036]");
  }

  @Test
  void messageSaysWhereExpectedActualAndBound() {
    Setup setup = gemm(2, 3, 4, 1, 0);
    HostTensor wrong = setup.copy();
    wrong.set(4, 1000);
    assertThat(setup.verify(wrong).message())
        .matches("entrywise: matmul_1\\[2×3 f32\\] at \\[1, 1\\]: expected .* ± .*, found 1000.*");
  }

  @Test
  void integersAreExact() {
    ProgramBuilder p = Program.builder("s8");
    Tensor a = p.input("a", Shape.of(3, 5), DataType.S8);
    Tensor b = p.input("b", Shape.of(5, 2), DataType.S8);
    p.output(p.matMul(a, b, false, false));
    Program program = p.build();
    HostTensor ha = HostTensor.of(a, 1, 2, 3, 4, 5, -1, 0, 127, -128, 7, 9, 9, 9, 9, 9);
    HostTensor hb = HostTensor.of(b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    Tensor out = program.outputs().getFirst();
    Map<Tensor, HostTensor> given = Map.of(a, ha, b, hb);
    HostTensor right = HostTensor.of(out, 95, 110, -199, -194, 225, 270);
    assertThat(verify(program, given, right).passed()).isTrue();
    right.set(5, 271);
    assertThat(verify(program, given, right).passed()).isFalse();
  }

  private static Verdict verify(Program program, Map<Tensor, HostTensor> given, HostTensor actual) {
    return Verifier.verify(program, Precision.S8, given, Map.of(actual.tensor(), actual), SEED);
  }

  /** A million elements are compared at once, one more in chunks. */
  @Test
  void onlyLongTensorsAreStreamed() {
    for (int length : new int[] {1_000_000, 1_000_001}) {
      ProgramBuilder p = Program.builder("copy");
      Tensor in = p.input("in", Shape.of(length), DataType.F32);
      p.output(p.copy(in));
      Program program = p.build();
      Map<Tensor, HostTensor> given = Map.of(in, HostTensor.allocate(in));
      Tensor out = program.outputs().getFirst();
      HostTensor copied = HostTensor.allocate(out);
      Verdict verdict = Verifier.verify(program, Precision.F32, given, Map.of(out, copied), SEED);
      assertThat(verdict.check()).isEqualTo(length > 1_000_000 ? "streamed" : "entrywise");
      assertThat(verdict.checked()).isEqualTo(length);
      copied.set(length - 1, 1);
      assertThat(
              Verifier.verify(program, Precision.F32, given, Map.of(out, copied), SEED)
                  .mismatch()
                  .orElseThrow()
                  .position())
          .isEqualTo("[" + (length - 1) + "]");
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    Setup setup = gemm(2, 3, 4, 1, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Verifier.verify(setup.program(), Precision.F32, setup.given(), Map.of(), SEED))
        .withMessage("the verifier was given no values for matmul_1[2×3 f32]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reference.evaluate(setup.program(), Precision.F32, Map.of()))
        .withMessage("the oracle was given no values for a[2×4 f32]");
    Tensor strange = new Tensor("strange", Shape.of(1), DataType.F32);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Verifier.compare(Map.of(), Map.of(strange, HostTensor.allocate(strange))))
        .withMessage("the program has no strange[1 f32]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReferenceTensor.exact(strange, new double[2]))
        .withMessage("strange[1 f32] needs 1 values and bounds; got 2");
  }

  /** Of several operations, each output must have been read. */
  @Test
  void noOutputIsPassedOver() {
    ProgramBuilder p = Program.builder("two");
    Tensor in = p.input("in", Shape.of(2), DataType.F32);
    Tensor first = p.copy(in);
    Tensor second = p.copy(first);
    p.output(first).output(second);
    Program program = p.build();
    Map<Tensor, HostTensor> given = Map.of(in, HostTensor.of(in, 1, 2));
    Map<Tensor, HostTensor> half = Map.of(first, HostTensor.of(first, 1, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Verifier.verify(program, Precision.F32, given, half, SEED))
        .withMessage("the verifier was given no values for " + second);
  }

  /** Without bounds nothing but underflow is added, and sums do not cost thrice. */
  @Test
  void valuesAloneHaveNoBounds() {
    Setup setup = gemm(2, 3, 4, 1, 0);
    Map<Tensor, ReferenceTensor> exact = new HashMap<>();
    setup.given().forEach((t, host) -> exact.put(t, ReferenceTensor.exact(host)));
    ReferenceTensor out =
        Objects.requireNonNull(
            Reference.values(setup.program(), exact).get(setup.correct().tensor()));
    assertThat(out.bounds()).containsOnly((double) Float.MIN_NORMAL);
    assertThat(out.isExact()).isFalse();
    assertThat(ReferenceTensor.exact(setup.correct()).isExact()).isTrue();
  }
}
