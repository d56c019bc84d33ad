package assay.gpu.library;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.oracle.Verdict;
import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.Op;
import assay.core.program.op.Relu;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions in their three directions through cuDNN's stand-in, against the oracle. */
class ConvolutionTest {
  private static final long SEED = 20_261_122;
  private static final Window2d PADDED = new Window2d(3, 3, 1, 1, 1, 1);

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void load() {
    bench = new Bench(folder);
  }

  private static List<Op> shapes(DataType type, int which) {
    return switch (which) {
      case 0 -> Ops.convolutions(type, 1, 1, 1, 1, 1, Window2d.of(1, 1));
      case 1 -> Ops.convolutions(type, 2, 7, 5, 3, 4, PADDED);
      case 2 -> Ops.convolutions(type, 1, 9, 8, 5, 2, new Window2d(3, 2, 2, 3, 1, 0));
      case 3 -> Ops.convolutions(type, 2, 6, 11, 2, 7, new Window2d(1, 5, 1, 2, 0, 2));
      default -> Ops.convolutions(type, 3, 8, 8, 1, 3, new Window2d(5, 5, 4, 4, 2, 2));
    };
  }

  @ParameterizedTest
  @CsvSource({"F32, F32", "TF32, F32", "BF16, BF16", "F16, F16"})
  void graphInterface(Precision precision, DataType type) {
    long seed = SEED;
    for (int which = 0; which < 5; which++) {
      for (Op op : shapes(type, which)) {
        assertThat(bench.compute(op, precision, seed++)).startsWith("cuDNN 9.24.0, engine ");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"F32, F32", "TF32, F32", "BF16, BF16", "F16, F16"})
  void legacyCallsWhereThereIsNoPlan(Precision precision, DataType type) {
    bench.cudnn.set("engines", 0).set("fallback", 0);
    long seed = SEED;
    for (int which = 0; which < 5; which++) {
      for (Op op : shapes(type, which)) {
        assertThat(bench.compute(op, precision, seed++)).startsWith("cuDNN 9.24.0, legacy ");
      }
    }
  }

  @Test
  void f32LeavesTensorCoresAndTransformsOut() {
    for (Op op : shapes(DataType.F32, 1)) {
      assertThat(bench.compute(op, Precision.F32, SEED))
          .isEqualTo("cuDNN 9.24.0, engine 1 (no notes), knobs 2=31, workspace 512 bytes");
      assertThat(bench.compute(op, Precision.TF32, SEED))
          .isEqualTo("cuDNN 9.24.0, engine 0 (tensor core), knobs 2=30, workspace 0 bytes");
    }
  }

  @Test
  void legacyF32LeavesTensorCoresAndTransformsOut() {
    bench.cudnn.set("engines", 0).set("fallback", 0);
    Op op = shapes(DataType.F32, 1).getFirst();
    assertThat(bench.compute(op, Precision.F32, SEED))
        .isEqualTo(
            "cuDNN 9.24.0, legacy forward algorithm implicit precomputed gemm, fma arithmetic,"
                + " workspace 256 bytes");
    assertThat(bench.compute(op, Precision.TF32, SEED)).contains("tensor core arithmetic");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void tf32RoundsItsMultiplicandsAndF32DoesNot(long graph) {
    bench.cudnn.set("engines", 3 * graph).set("fallback", 0);
    Op op = shapes(DataType.F32, 1).getFirst();
    for (Precision precision : List.of(Precision.F32, Precision.TF32)) {
      try (LibraryProducts products = bench.products();
          Bench.Run run = bench.new Run(op, precision, SEED)) {
        Preparation preparation = products.prepare(op, precision, 0, run.addresses);
        try (Prepared prepared = ((Preparation.Ready) preparation).product()) {
          prepared.enqueue(0, run.addresses);
        }
        Verdict verdict = run.verdict(Precision.F32);
        assertThat(verdict.passed()).as(verdict.message()).isEqualTo(precision == Precision.F32);
      }
    }
  }

  @Test
  void theFastestPlanIsKept() {
    bench.cudnn.set("notes.2", 0);
    Op op = shapes(DataType.BF16, 1).getFirst();
    bench.device.clock(1, 5, 1, 6, 1, 4);
    assertThat(bench.compute(op, Precision.BF16, SEED)).contains("engine 2 ", "workspace 1024");
    bench.device.clock(1, 5, 1, 3, 1, 4);
    assertThat(bench.compute(op, Precision.BF16, SEED)).contains("engine 1 ", "workspace 512");
  }

  @Test
  void enginesThatRefuseAreLeftOut() {
    Op op = shapes(DataType.BF16, 1).getFirst();
    bench.cudnn.set("unplanned", 1);
    assertThat(bench.compute(op, Precision.BF16, SEED)).contains("engine 1 ");
    bench.cudnn.set("unplanned", 0).set("fails", 0);
    assertThat(bench.compute(op, Precision.BF16, SEED)).contains("engine 1 ");
    bench.cudnn.set("unplanned", 3);
    assertThat(bench.compute(op, Precision.BF16, SEED)).as("fallback").contains("engine 7 ");
    bench.cudnn.set("unplanned", 0xFF).set("legacy", 0);
    assertThat(declined(op))
        .contains("engine 0 does not do this", "engine 1 does not do this")
        .contains("winograd", "no legacy algorithm");
  }

  @Test
  void aWorkspaceLargerThanAllowedIsDeclined() {
    Op op = shapes(DataType.BF16, 1).getFirst();
    bench.cudnn.set("workspace", 1 << 22).set("legacy", 0).set("unplanned", 1).set("fallback", 0);
    assertThat(declined(op)).contains("4194304 bytes, more than the limit of 1048576");
  }

  private String declined(Op op) {
    try (LibraryProducts products = bench.products();
        Bench.Run run = bench.new Run(op, Precision.BF16, SEED)) {
      Preparation preparation = products.prepare(op, Precision.BF16, 0, run.addresses);
      assertThat(preparation).isInstanceOf(Preparation.NotSupported.class);
      return ((Preparation.NotSupported) preparation).why().toString();
    } finally {
      bench.cudnn.assertClean();
      assertThat(bench.device.live()).isZero();
    }
  }

  @Test
  void addressesMayChange() {
    Op op = shapes(DataType.F32, 1).getFirst();
    try (LibraryProducts products = bench.products();
        Bench.Run first = bench.new Run(op, Precision.F32, 1);
        Bench.Run second = bench.new Run(op, Precision.F32, 2)) {
      Preparation preparation = products.prepare(op, Precision.F32, 0, first.addresses);
      try (Prepared prepared = ((Preparation.Ready) preparation).product()) {
        for (Bench.Run run : List.of(first, second, second, first)) {
          run.poison();
          prepared.enqueue(5, run.addresses);
          assertThat(run.verdict().passed()).isTrue();
          assertThat(bench.cudnn.stream()).isEqualTo(5);
        }
      }
    }
    bench.cudnn.assertClean();
  }

  @Test
  void otherTypesAndOperationsAreNotOffered() {
    assertThat(LibraryProducts.unsupported(bench.libraries, shapes(DataType.F64, 1).getFirst()))
        .hasValueSatisfying(why -> assertThat(why.reason()).contains("f32, tf32, bf16 and f16"));
    Tensor x = new Tensor("x", Shape.of(4), DataType.F32);
    Tensor y = new Tensor("y", Shape.of(4), DataType.F32);
    assertThat(LibraryProducts.unsupported(bench.libraries, new Relu(x, y)))
        .hasValueSatisfying(why -> assertThat(why.operation()).isEqualTo("Relu"));
  }

  @Test
  void aMissingLibraryDeclinesWithItsReason() {
    Availability<Library> none =
        new Availability.Unavailable<>("it is not there", new Remedy.Install("it"));
    CudaLibraries without =
        new CudaLibraries(
            bench.libraries.cublasLt(), bench.libraries.cublas(), none, bench.libraries.nvrtc());
    Tuning tuning = Tuning.of(bench.device, bench.device);
    try (LibraryProducts products = new LibraryProducts(without, tuning)) {
      Preparation preparation =
          products.prepare(shapes(DataType.F32, 1).getFirst(), Precision.F32, 0, 1, 2, 3);
      assertThat(((Preparation.NotSupported) preparation).why().toString())
          .isEqualTo("Conv2d: it is not there; remedy: install it");
    }
  }
}
