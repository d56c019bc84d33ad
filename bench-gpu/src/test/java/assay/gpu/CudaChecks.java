package assay.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.conformance.PrecisionChecks;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.op.Conv2d;
import assay.core.program.op.MatMul;
import assay.core.program.op.MatMulChain;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.gpu.engine.EngineChoice;
import java.util.Map;

/** The checks of a precision, and with each program that device time and engine are told. */
final class CudaChecks {
  private final PrecisionChecks checks;
  private int hopper;

  CudaChecks(Target target, Precision precision) {
    checks = new PrecisionChecks(target, precision, this::look);
  }

  /** Programs that the kernels for sm_90a had a part in. */
  int hopper() {
    return hopper;
  }

  /** By name; all programs must be supported, but for the chains of {@code peak}. */
  void into(Map<String, Runnable> all) {
    all.put("products", () -> allSupported(checks::products));
    all.put("splitProducts", () -> allSupported(checks::splitProducts));
    all.put("alignedProducts", () -> allSupported(checks::alignedProducts));
    all.put("largeProducts", () -> allSupported(checks::largeProducts));
    all.put("alignedConvolutions", () -> allSupported(checks::alignedConvolutions));
    all.put("convolutions", () -> allSupported(checks::convolutions));
    all.put("pointwise", () -> allSupported(checks::pointwise));
    all.put("matrixChains", () -> allSupported(checks::matrixChains));
    all.put(
        "workloads",
        () -> {
          int before = checks.skipped();
          checks.workloads();
          assertThat(checks.skipped() - before).as("unsupported: peak alone").isLessThan(2);
        });
  }

  private void allSupported(Runnable check) {
    int before = checks.skipped();
    int executed = checks.executed();
    check.run();
    assertThat(checks.skipped()).as("programs skipped").isEqualTo(before);
    assertThat(checks.executed()).as("programs computed").isGreaterThan(executed);
  }

  private void look(Program program, Executable run) {
    assertThat(run.deviceNanos()).isPresent();
    assertEngine(program, run.engine());
    if (run.engine().contains("sm_90a")) {
      hopper++;
    }
  }

  private static void assertEngine(Program program, String engine) {
    if (program.ops().getFirst() instanceof MatMulChain chain) {
      assertThat(engine).startsWith("ptx sm_80, mma.sync m16n8k" + chain.k() + ", driver ");
      return;
    }
    boolean matrices = program.ops().stream().anyMatch(MatMul.class::isInstance);
    boolean images = program.ops().stream().anyMatch(Conv2d.class::isInstance);
    switch (EngineChoice.given()) {
      case PTX -> assertThat(engine).matches("ptx sm_(80|90a)( for .*)?, driver 12.8");
      case AUTO -> assertThat(engine).contains("cuBLASLt 13.1.1");
      case LIBRARY -> {
        assertThat(engine.contains("cuBLASLt 13.1.1")).as(engine).isEqualTo(matrices);
        assertThat(engine.contains("cuDNN 9.24")).as(engine).isEqualTo(images);
        assertThat(engine).endsWith(", driver 13.0");
      }
    }
  }
}
