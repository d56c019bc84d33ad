package assay.cpu.simd;

import assay.core.program.op.MatMul;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;
import java.util.Arrays;
import java.util.function.Supplier;

/** Matrix products through {@link SimdGemm}, with bias and ReLU in a pass over the result. */
final class SimdMatMul {
  private static final int GRAIN = 1 << 14;

  private SimdMatMul() {}

  static Runnable kernel(
      MatMul op, Epilogue epilogue, Memory memory, Workers workers, Supplier<SimdGemm> shared) {
    int m = (int) op.m();
    int n = (int) op.n();
    int k = (int) op.k();
    int batch = (int) op.batch();
    float[] a = memory.floats(op.a());
    float[] b = memory.floats(op.b());
    float[] out = memory.floats(epilogue.result());
    APanel[] aPanels = new APanel[batch];
    BPanel[] bPanels = new BPanel[batch];
    Arrays.setAll(
        aPanels, z -> APanel.dense(a, z * m * k, op.transposeA() ? m : k, op.transposeA()));
    Arrays.setAll(
        bPanels, z -> BPanel.dense(b, z * k * n, op.transposeB() ? k : n, op.transposeB()));
    SimdGemm gemm = shared.get();
    float alpha = (float) op.alpha();
    float beta = (float) op.beta();
    Runnable before =
        op.c().isPresent()
            ? copy(memory.floats(op.c().get()), out, batch * m * n, workers)
            : () -> {};
    Runnable after = epilogue.present() ? rows(epilogue, out, batch * m, n, workers) : () -> {};
    return () -> {
      before.run();
      for (int z = 0; z < batch; z++) {
        gemm.multiply(m, n, k, alpha, aPanels[z], bPanels[z], beta, out, z * m * n, n);
      }
      after.run();
    };
  }

  private static Runnable copy(float[] from, float[] to, int count, Workers workers) {
    return Ranges.over(
        workers, count, GRAIN, (i, end) -> System.arraycopy(from, i, to, i, end - i));
  }

  /** The epilogue in place over rows of n columns. */
  private static Runnable rows(Epilogue epilogue, float[] out, int rows, int n, Workers workers) {
    return Ranges.over(
        workers,
        rows,
        Math.max(1, GRAIN / n),
        (from, to) -> {
          for (int row = from; row < to; row++) {
            epilogue.row(out, row * n, 0, n, out, row * n, false, true);
          }
        });
  }
}
