package assay.gpu.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.ffi.Binder;
import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Window2d;
import assay.core.program.op.MatMul;
import assay.core.program.op.Op;
import assay.core.spi.TargetException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every call of a library fails once, in every operation's life from the first handle to the last:
 * it is never overlooked, and whatever had been created is given back.
 */
class FailuresTest {
  private static final long SEED = 7;
  private static final int UNKNOWN = 777;

  private static final Binder<CudnnFunctions> CUDNN =
      Binder.of(CudnnFunctions.class, MethodHandles.lookup());

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void load() {
    bench = new Bench(folder);
  }

  /** What a life came to; a life that ends as if nothing had happened gives a right result. */
  private String live(Op op, Precision precision) {
    try (LibraryProducts products = bench.products();
        Bench.Run run = bench.new Run(op, precision, SEED)) {
      Preparation preparation = products.prepare(op, precision, 3, run.addresses);
      if (preparation instanceof Preparation.NotSupported declined) {
        return "declined: " + declined.why();
      }
      try (Prepared prepared = ((Preparation.Ready) preparation).product()) {
        run.poison();
        prepared.enqueue(3, run.addresses);
        return run.verdict().passed() ? "right" : "wrong";
      }
    }
  }

  private static Map<String, Long> counts(CudaStandIn library, Binder<?> functions) {
    Map<String, Long> counts = new LinkedHashMap<>();
    functions.symbols().forEach(symbol -> counts.put(symbol, library.calls(symbol)));
    return counts;
  }

  private void everyCallFails(
      Op op, Precision precision, CudaStandIn library, Binder<?> functions, int[] codes) {
    Map<String, Long> before = counts(library, functions);
    assertThat(live(op, precision)).isEqualTo("right");
    Map<String, Long> after = counts(library, functions);
    int next = 0;
    for (String name : functions.symbols()) {
      long calls = after.getOrDefault(name, 0L) - before.getOrDefault(name, 0L);
      for (long nth = 1; nth <= calls; nth++) {
        fails(op, precision, library, name, nth, codes[next++ % codes.length]);
      }
    }
    assertThat(next).as("calls that were made to fail").isGreaterThan(codes.length);
  }

  private void fails(
      Op op, Precision precision, CudaStandIn library, String name, long nth, int code) {
    String what = "call %d of %s returning %d".formatted(nth, name, code);
    long leftBefore = library.live();
    library.fail(name, nth, code);
    String outcome;
    try {
      outcome = live(op, precision);
    } catch (LibraryException e) {
      outcome = "thrown";
      assertThat(e.function()).as(what).isEqualTo(name);
      assertThat(e.code()).as(what).isEqualTo(code);
      assertThat(e).as(what).hasMessageContaining(String.valueOf(code)).hasMessageContaining("; ");
    }
    boolean support = code == 15 || code == 8 || CudnnStatus.unsupported(code);
    // An attribute that an older cuBLASLt does not know, and knobs that an engine does not tell.
    boolean askedOnly =
        (name.equals("cublasLtMatmulAlgoConfigGetAttribute") && code == 7)
            || name.equals("cudnnBackendGetAttribute")
            || name.equals("cudnnBackendCreateDescriptor");
    if (!support && !askedOnly) {
      assertThat(outcome).as(what).isEqualTo("thrown");
    }
    assertThat(outcome).as(what).isNotEqualTo("wrong");
    boolean undestroyed = name.contains("Destroy");
    assertThat(library.live() - leftBefore).as("left by " + what).isEqualTo(undestroyed ? 1 : 0);
    assertThat(bench.device.live()).as("device memory left by " + what).isZero();
    assertThat(library.misuse()).as(what).isEmpty();
  }

  private static int[] cublasCodes() {
    return Stream.concat(
            Arrays.stream(CublasStatus.values()).map(CublasStatus::code), Stream.of(UNKNOWN))
        .mapToInt(Integer::intValue)
        .filter(code -> code != 0)
        .toArray();
  }

  private static int[] cudnnCodes() {
    return Stream.concat(
            Arrays.stream(CudnnStatus.values()).map(CudnnStatus::code), Stream.of(UNKNOWN))
        .mapToInt(Integer::intValue)
        .filter(code -> code != 0)
        .toArray();
  }

  @Test
  void cublasLtWithEveryStatus() {
    MatMul op = Ops.matMul(DataType.F8E4M3, DataType.BF16, 2, 16, 16, 16, true, false, 1, 0.5);
    for (int code : cublasCodes()) {
      everyCallFails(
          op, Precision.F8E4M3, bench.cublasLt, CublasLtFunctions.BINDER, new int[] {code});
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void cudnnGraph(int direction) {
    Op op = convolution(direction);
    everyCallFails(op, Precision.BF16, bench.cudnn, CUDNN, cudnnCodes());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void cudnnLegacy(int direction) {
    bench.cudnn.set("engines", 0).set("fallback", 0);
    Op op = convolution(direction);
    everyCallFails(op, Precision.BF16, bench.cudnn, CUDNN, cudnnCodes());
  }

  private static Op convolution(int direction) {
    Window2d window = new Window2d(3, 3, 2, 1, 1, 1);
    return Ops.convolutions(DataType.BF16, 1, 5, 4, 3, 2, window).get(direction);
  }

  @Test
  void deviceMemoryRunsOut() {
    MatMul product = Ops.matMul(DataType.F8E4M3, DataType.BF16, 0, 16, 16, 16, true, false);
    List<Map.Entry<Op, Precision>> all =
        List.of(Map.entry(product, Precision.F8E4M3), Map.entry(convolution(0), Precision.BF16));
    for (Map.Entry<Op, Precision> each : all) {
      int tensors = each.getKey().inputs().size() + each.getKey().outputs().size();
      int failed = 0;
      @Nullable String outcome = null;
      bench.device.clock(1, 9, 1, 8, 1, 1);
      for (long more = tensors; outcome == null; more++) {
        bench.device.exhaustedAfter(more);
        try {
          outcome = live(each.getKey(), each.getValue());
        } catch (TargetException e) {
          failed++;
          assertThat(e).hasMessage("out of device memory");
        }
        assertThat(bench.device.live()).isZero();
        bench.cublasLt.assertClean();
        bench.cudnn.assertClean();
      }
      assertThat(outcome).isEqualTo("right");
      assertThat(failed).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(CublasStatus.class)
  void everyStatusOfCublasIsNamed(CublasStatus status) {
    assertThat(CublasStatus.describe(status.code()))
        .contains("(CUBLAS_STATUS_" + status.name() + ", " + status.code() + "); ");
  }

  @ParameterizedTest
  @EnumSource(CudnnStatus.class)
  void everyStatusOfCudnnIsNamed(CudnnStatus status) {
    assertThat(CudnnStatus.describe(status.code()))
        .contains("(CUDNN_STATUS_" + status.name() + ", " + status.code() + "); ");
  }

  /** The numbers of cublas_api.h and cudnn_graph.h, in the order of their names there. */
  @Test
  void numbersAreThoseOfTheHeaders() {
    assertThat(Arrays.stream(CublasStatus.values()).map(CublasStatus::code))
        .containsExactly(0, 1, 3, 7, 8, 11, 13, 14, 15, 16);
    assertThat(Arrays.stream(CudnnStatus.values()).map(CudnnStatus::code))
        .startsWith(0, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008)
        .containsSubsequence(2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2010)
        .containsSubsequence(2011, 2012, 3000, 3001, 3002, 3003, 3004, 3005, 3006, 3007, 3008)
        .containsSubsequence(3009, 3010, 3011, 3012, 3013, 3014, 4000, 4001, 4002, 4003, 4004)
        .endsWith(4005, 4006, 5000, 5001, 5002, 5003, 5004)
        .hasSize(49);
  }

  @Test
  void cudnnsOwnWordsAreInTheMessage() {
    bench.cudnn.set("unplanned", 0xFF);
    Cudnn cudnn = Cudnn.open(CudaStandIn.loaded(bench.libraries.cudnn()));
    try (cudnn;
        Owned owned = new Owned()) {
      BackendDescriptor tensor = BackendDescriptor.create(cudnn, owned, CudnnConstant.TENSOR);
      assertThatThrownBy(() -> tensor.number(CudnnConstant.TENSOR_DATA_TYPE))
          .isInstanceOf(LibraryException.class)
          .hasMessageContaining("CUDNN_STATUS_BAD_PARAM_NOT_FINALIZED, 2004")
          .hasMessageEndingWith("[cuDNN says: not finalized]");
    }
  }

  @Test
  void aFunctionThatTheLibraryLacks() {
    Path without = folder.resolve("without");
    CudaStandIn.put(
        without, "cublaslt_standin", "libcublasLt.so.13", "cublasLtMatrixTransform=absent");
    CudaLibraries libraries = CudaStandIn.load(without);
    MatMul op = Ops.matMul(DataType.S8, DataType.S32, 0, 16, 16, 16, false, false);
    Tuning tuning = new Tuning(bench.device, bench.device, 2, 0);
    try (LibraryProducts products = new LibraryProducts(libraries, tuning);
        Bench.Run run = bench.new Run(op, Precision.S8, SEED)) {
      Preparation preparation = products.prepare(op, Precision.S8, 0, run.addresses);
      assertThat(((Preparation.NotSupported) preparation).why().reason())
          .contains("cublasLtMatrixTransform failed", "lacks it; install a newer version");
    }
    CudaStandIn.of(libraries.cublasLt()).assertClean();
    assertThat(bench.device.live()).isZero();
  }
}
