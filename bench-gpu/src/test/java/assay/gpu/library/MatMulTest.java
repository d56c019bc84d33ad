package assay.gpu.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.oracle.Verdict;
import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.op.MatMul;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Matrix products through cuBLASLt's stand-in, against the oracle. */
class MatMulTest {
  private static final long SEED = 20_261_122;

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void load() {
    bench = new Bench(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "F32, F32, F32",
    "TF32, F32, F32",
    "BF16, BF16, BF16",
    "BF16, BF16, F32",
    "F16, F16, F16",
    "F16, F16, F32",
    "BF16, F32, F32"
  })
  void raggedSizesAndTransposes(Precision precision, DataType in, DataType out) {
    long[][] sizes = {{1, 1, 1}, {13, 7, 5}, {3, 17, 33}, {31, 2, 64}};
    long seed = SEED;
    for (long[] s : sizes) {
      for (int transposes = 0; transposes < 4; transposes++) {
        boolean ta = (transposes & 1) != 0;
        boolean tb = (transposes & 2) != 0;
        bench.compute(Ops.matMul(in, out, 0, s[0], s[1], s[2], ta, tb), precision, seed++);
        bench.compute(
            Ops.matMul(in, out, 3, s[0], s[1], s[2], ta, tb, -0.75, 0.5), precision, seed++);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"F8E4M3, F8E4M3, BF16", "F8E4M3, F8E4M3, F32", "S8, S8, S32"})
  void eightBitOperandsAreTurnedSoThatKIsInnermost(Precision precision, DataType in, DataType out) {
    long seed = SEED;
    for (int transposes = 0; transposes < 4; transposes++) {
      boolean ta = (transposes & 1) != 0;
      boolean tb = (transposes & 2) != 0;
      String one = bench.compute(Ops.matMul(in, out, 0, 16, 48, 32, ta, tb), precision, seed++);
      String many = bench.compute(Ops.matMul(in, out, 2, 48, 16, 64, ta, tb), precision, seed++);
      assertThat(List.of(one, many))
          .allMatch(engine -> engine.contains("a transposed before each product") == ta)
          .allMatch(engine -> engine.contains("b transposed before each product") == !tb);
    }
  }

  @Test
  void integersScaleByIntegers() {
    bench.compute(
        Ops.matMul(DataType.S8, DataType.S32, 0, 12, 20, 8, false, true, 3, 0), Precision.S8, SEED);
    MatMul half = Ops.matMul(DataType.S8, DataType.S32, 0, 12, 20, 8, false, true, 0.5, 0);
    assertThat(declined(half, Precision.S8)).contains("integers as alpha and beta", "0.5");
  }

  @Test
  void raggedEightBitExtentsAreDeclinedByTheLibrary() {
    MatMul ragged = Ops.matMul(DataType.F8E4M3, DataType.BF16, 0, 13, 7, 5, false, true);
    assertThat(declined(ragged, Precision.F8E4M3))
        .contains("cuBLASLt 13.1.1", "CUBLAS_STATUS_NOT_SUPPORTED, 15");
  }

  private String declined(MatMul op, Precision precision) {
    try (LibraryProducts products = bench.products();
        Bench.Run run = bench.new Run(op, precision, SEED)) {
      Preparation preparation = products.prepare(op, precision, 0, run.addresses);
      assertThat(preparation).isInstanceOf(Preparation.NotSupported.class);
      return ((Preparation.NotSupported) preparation).why().toString();
    } finally {
      bench.cublasLt.assertClean();
      assertThat(bench.device.live()).isZero();
    }
  }

  @Test
  void f64IsNotOffered() {
    MatMul op = Ops.matMul(DataType.F64, DataType.F64, 0, 2, 2, 2, false, false);
    assertThat(LibraryProducts.unsupported(bench.libraries, op)).isPresent();
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "TF32"})
  void tf32RoundsItsMultiplicandsAndF32DoesNot(Precision precision) {
    MatMul op = Ops.matMul(DataType.F32, DataType.F32, 0, 16, 16, 16, false, false);
    try (LibraryProducts products = bench.products();
        Bench.Run run = bench.new Run(op, precision, SEED)) {
      Preparation preparation = products.prepare(op, precision, 0, run.addresses);
      ((Preparation.Ready) preparation).product().close();
      Verdict verdict = run.verdict(Precision.F32);
      assertThat(verdict.passed()).as(verdict.message()).isEqualTo(precision == Precision.F32);
    }
  }

  @Test
  void partialSumsAreNeverRoundedToASmallType() {
    MatMul small = Ops.matMul(DataType.BF16, DataType.BF16, 0, 4, 4, 4, false, false);
    assertThat(bench.compute(small, Precision.BF16, SEED)).contains("reduction 2,");
    MatMul wide = Ops.matMul(DataType.BF16, DataType.F32, 0, 4, 4, 4, false, false);
    assertThat(bench.compute(wide, Precision.BF16, SEED)).contains("reduction 7,");
  }

  @Test
  void theFastestCandidateIsKept() {
    MatMul op = Ops.matMul(DataType.F32, DataType.F32, 0, 5, 6, 7, false, false);
    List<String> engines = new ArrayList<>();
    // Each is run twice, and the second run counts.
    for (long[] clock : new long[][] {{1, 3, 1, 5, 1, 4}, {9, 5, 9, 3, 9, 4}, {1, 5, 1, 4, 1, 3}}) {
      bench.device.clock(clock);
      engines.add(bench.compute(op, Precision.F32, SEED));
    }
    assertThat(engines.get(0)).contains("algorithm 0,", "workspace 0 bytes");
    assertThat(engines.get(1)).contains("algorithm 1,", "workspace 1024 bytes");
    assertThat(engines.get(2))
        .isEqualTo(
            "cuBLASLt 13.1.1, algorithm 2, tile 41, split-k 1, reduction 7, swizzle 44, option 45,"
                + " stages 46, inner shape 47, cluster 48, workspace 2048 bytes");
  }

  @Test
  void candidatesThatCannotBeRunAreLeftOut() {
    MatMul op = Ops.matMul(DataType.F32, DataType.F32, 0, 5, 6, 7, false, false);
    bench.cublasLt.set("refused", 0).set("fails", 1);
    assertThat(bench.compute(op, Precision.F32, SEED)).contains("algorithm 2,");
    assertThat(bench.device.clock(1).timed()).isZero();
    bench.cublasLt.set("candidates", 2);
    assertThat(declined(op, Precision.F32)).contains("cublasLtMatmul failed: ", "NOT_SUPPORTED");
    bench.cublasLt.set("candidates", 1);
    assertThat(declined(op, Precision.F32)).contains("it has no algorithm");
  }

  @Test
  void noMoreWorkspaceThanAllowed() {
    MatMul op = Ops.matMul(DataType.F32, DataType.F32, 0, 5, 6, 7, false, false);
    bench.device.clock(1, 9, 1, 8, 1, 7);
    Tuning tuning = new Tuning(bench.device, bench.device, 8, 1024);
    try (LibraryProducts products = new LibraryProducts(bench.libraries, tuning);
        Bench.Run run = bench.new Run(op, Precision.F32, SEED)) {
      Preparation preparation = products.prepare(op, Precision.F32, 0, run.addresses);
      try (Prepared prepared = ((Preparation.Ready) preparation).product()) {
        assertThat(prepared.engine()).contains("algorithm 1,", "workspace 1024 bytes");
      }
    }
  }

  @Test
  void addressesAreChecked() {
    MatMul op = Ops.matMul(DataType.F32, DataType.F32, 0, 8, 8, 8, false, false);
    try (LibraryProducts products = bench.products();
        Bench.Run run = bench.new Run(op, Precision.F32, SEED)) {
      long[] a = run.addresses;
      assertThatThrownBy(() -> products.prepare(op, Precision.F32, 0, a[0], a[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("MatMul has 3 tensors; got 2 addresses");
      Preparation preparation = products.prepare(op, Precision.F32, 0, a);
      try (Prepared prepared = ((Preparation.Ready) preparation).product()) {
        assertThatThrownBy(() -> prepared.enqueue(0, a[0], a[1] + 4, a[2]))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("alignment of 256 bytes");
        assertThatThrownBy(() -> prepared.enqueue(0, a[0], a[1], 0))
            .isInstanceOf(IllegalArgumentException.class);
        prepared.enqueue(7, a);
        assertThat(bench.cublasLt.stream()).isEqualTo(7);
      }
    }
    bench.cublasLt.assertClean();
  }

  /** One operand at a time is aligned to 16 bytes only: a, b, c. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void anAlgorithmIsAskedForTheAlignmentThereIs(int operand) {
    MatMul op = Ops.matMul(DataType.F32, DataType.F32, 0, 4, 8, 12, false, false, 1, 0.5);
    long bytes = List.of(op.a(), op.b(), op.c().orElseThrow()).get(operand).bytes();
    try (LibraryProducts products = bench.products();
        Bench.Run run = bench.new Run(op, Precision.F32, SEED)) {
      long even = run.addresses[operand];
      long odd = bench.device.allocate(bytes + 16) + 16;
      bench
          .device
          .memory(odd - 16, bytes + 16)
          .asSlice(16)
          .copyFrom(bench.device.memory(even, bytes));
      run.addresses[operand] = odd;
      Preparation preparation = products.prepare(op, Precision.F32, 0, run.addresses);
      try (Prepared prepared = ((Preparation.Ready) preparation).product()) {
        run.poison();
        prepared.enqueue(0, run.addresses);
        assertThat(run.verdict().passed()).isTrue();
      }
      run.addresses[operand] = even;
      bench.device.free(odd - 16);
    }
    bench.cublasLt.assertClean();
  }

  @Test
  void aWrongLeadingDimensionIsSeen() {
    MatMul op = Ops.matMul(DataType.F32, DataType.F32, 0, 9, 11, 10, false, false);
    Gemm right = Gemm.of(op, Precision.F32);
    for (long ld : new long[] {right.first().ld() - 1, right.first().ld() + 1}) {
      Matrix b = right.first();
      Matrix wrong = new Matrix(b.type(), b.rows(), b.columns(), ld, 1, b.stride());
      assertThat(correct(op, with(right, wrong))).as("leading dimension %d", ld).isFalse();
    }
    assertThat(correct(op, right)).isTrue();
  }

  @Test
  void aWrongTransposeIsSeen() {
    MatMul op = Ops.matMul(DataType.F32, DataType.F32, 0, 9, 9, 9, false, false);
    Gemm g = Gemm.of(op, Precision.F32);
    Gemm wrong =
        new Gemm(g.types(), g.first(), g.second(), g.result(), true, false, 1, 0, false, false);
    assertThat(correct(op, wrong)).isFalse();
  }

  private static Gemm with(Gemm g, Matrix first) {
    return new Gemm(
        g.types(),
        first,
        g.second(),
        g.result(),
        g.transposeFirst(),
        g.transposeSecond(),
        g.alpha(),
        g.beta(),
        false,
        false);
  }

  /** Whether a product described so is accepted and comes out right. */
  private boolean correct(MatMul op, Gemm gemm) {
    try (CublasLt lt = CublasLt.open(CudaStandIn.loaded(bench.libraries.cublasLt()));
        Bench.Run run = bench.new Run(op, Precision.F32, SEED);
        GemmPlan plan = GemmPlan.of(lt, gemm, bench.device)) {
      run.poison();
      Tuning one = new Tuning(bench.device, bench.device, 1, 0);
      GemmAlgorithm first =
          plan.candidates(one, new Autotuner<>(bench.device, 0), run.addresses).getFirst();
      plan.enqueue(first, 0, 0, run.addresses);
      return run.verdict().passed();
    } catch (LibraryException e) {
      return false;
    }
  }

  @Test
  void aPlanThatIsNotClosedIsSeen() {
    MatMul op = Ops.matMul(DataType.F8E4M3, DataType.F32, 0, 16, 16, 16, false, false);
    try (CublasLt lt = CublasLt.open(CudaStandIn.loaded(bench.libraries.cublasLt()))) {
      GemmPlan plan = GemmPlan.of(lt, Gemm.of(op, Precision.F8E4M3), bench.device);
      assertThat(bench.cublasLt.live()).isGreaterThan(5);
      assertThat(bench.device.live()).isEqualTo(2);
      plan.close();
      assertThat(bench.cublasLt.live()).isEqualTo(1);
      assertThat(bench.device.live()).isZero();
    }
    bench.cublasLt.assertClean();
  }

  @Test
  void aSecondCloseIsVoid() {
    MatMul op = Ops.matMul(DataType.F32, DataType.F32, 0, 4, 4, 4, false, false);
    LibraryProducts products = bench.products();
    try (Bench.Run run = bench.new Run(op, Precision.F32, SEED)) {
      Preparation preparation = products.prepare(op, Precision.F32, 0, run.addresses);
      Prepared prepared = ((Preparation.Ready) preparation).product();
      prepared.close();
      prepared.close();
      products.close();
      products.close();
    }
    bench.cublasLt.assertClean();
    assertThat(bench.device.live()).isZero();
  }
}
