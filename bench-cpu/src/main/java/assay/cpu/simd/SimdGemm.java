package assay.cpu.simd;

import assay.cpu.Workers;

/** Draft. */
public final class SimdGemm {
  private final Workers workers;
  private final BlockedGemm.Scratch[] scratch;
  private float[] partials = new float[0];

  /** Draft. */
  public SimdGemm(Workers workers) {
    this.workers = workers;
    scratch = new BlockedGemm.Scratch[workers.count()];
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = new BlockedGemm.Scratch();
    }
  }

  /** Draft. */
  public static int panelColumns() {
    return Tile.COLUMNS;
  }

  /** Draft. */
  public void multiply(
      int m,
      int n,
      int k,
      float alpha,
      LeftOperand a,
      RightOperand b,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    Partition part = Partition.of(m, n, k, workers.count());
    BlockedGemm gemm = new BlockedGemm(a, b, alpha);
    int ib = part.rowParts();
    int jb = part.columnParts();
    int kb = part.depthParts();
    if (kb == 1) {
      workers.parallelFor(
          ib * jb,
          (w, t) -> {
            int i = t % ib;
            int j = t / ib;
            gemm.run(
                part.row(i),
                part.row(i + 1),
                part.column(j),
                part.column(j + 1),
                0,
                k,
                beta,
                c,
                cOffset,
                ldc,
                scratch[w]);
          });
    } else {
      int size = m * n;
      if (partials.length < size * kb) {
        partials = new float[size * kb];
      }
      float[] sums = partials;
      workers.parallelFor(
          ib * jb * kb,
          (w, t) -> {
            int i = t % ib;
            int j = t / ib % jb;
            int q = t / (ib * jb);
            gemm.run(
                part.row(i),
                part.row(i + 1),
                part.column(j),
                part.column(j + 1),
                BlockedGemm.split(0, k, kb, q),
                BlockedGemm.split(0, k, kb, q + 1),
                0,
                sums,
                q * size,
                n,
                scratch[w]);
          });
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          float s = 0;
          for (int q = 0; q < kb; q++) {
            s += sums[q * size + i * n + j];
          }
          int at = cOffset + i * ldc + j;
          c[at] = beta == 0 ? s : Math.fma(beta, c[at], s);
        }
      }
    }
  }
}
