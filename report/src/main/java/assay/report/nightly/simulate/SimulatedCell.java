package assay.report.nightly.simulate;

import assay.core.program.Rate;
import assay.core.program.Work;
import assay.core.record.CellId;
import java.util.List;

/**
 * A cell of a simulated host, in f32.
 *
 * @param workload id
 * @param target id
 * @param canary whether it shows the host's state
 * @param work of one execution
 * @param rate what its throughput counts
 * @param seconds that an execution takes
 */
record SimulatedCell(
    String workload, String target, boolean canary, Work work, Rate rate, double seconds) {
  static final String CUDA = "cuda";

  private static final String SIMD = "cpu-simd";
  private static final String OPENBLAS = "cpu-openblas";
  private static final String CONV = "conv/n=16,c=64,h=56,w=56,k=64,r=3,s=3,pad=1";

  /** Of every host: five canaries and seven others. */
  static final List<SimulatedCell> CPU =
      List.of(
          new SimulatedCell(
              "peak/fma", SIMD, true, new Work(8_589_934_592L, 1_048_576L, null), Rate.FLOPS, 8e-3),
          memory("triad", 24, true, 4e-7),
          memory("triad", 6_144, true, 1e-4),
          memory("triad", 524_288, true, 2.5e-2),
          gemm(1_024, OPENBLAS, true, 3.1e-3),
          memory("copy", 524_288, false, 2.2e-2),
          gemm(256, SIMD, false, 6e-5),
          gemm(1_024, SIMD, false, 3.6e-3),
          gemm(2_048, SIMD, false, 2.7e-2),
          gemm(2_048, OPENBLAS, false, 2.3e-2),
          conv(SIMD, 6e-3),
          infer(SIMD, 2.4e-3));

  /** Of the GPU. */
  static final List<SimulatedCell> GPU =
      List.of(
          gemm(1_024, CUDA, false, 1.9e-4),
          gemm(2_048, CUDA, false, 1.3e-3),
          conv(CUDA, 4.5e-4),
          infer(CUDA, 3e-4));

  CellId id() {
    return new CellId(workload, target, "f32");
  }

  String engine() {
    return switch (target) {
      case SIMD -> "jdk.incubator.vector, 16 threads";
      case OPENBLAS -> "OpenBLAS 0.3.30";
      case CUDA -> "cuBLASLt 13.0";
      default -> throw new AssertionError(target);
    };
  }

  private static SimulatedCell memory(String kernel, long kib, boolean canary, double seconds) {
    boolean triad = kernel.equals("triad");
    long arrays = triad ? 3 : 2;
    long elements = kib * 1024 / 4 / arrays;
    return new SimulatedCell(
        "memory/" + kernel + ",kib=" + kib,
        SIMD,
        canary,
        new Work(triad ? 2 * elements : 0, 4 * arrays * elements, null),
        Rate.BYTES,
        seconds);
  }

  private static SimulatedCell gemm(long n, String target, boolean canary, double seconds) {
    return new SimulatedCell(
        "gemm/m=" + n + ",n=" + n + ",k=" + n,
        target,
        canary,
        new Work(2 * n * n * n, 12 * n * n, null),
        Rate.FLOPS,
        seconds);
  }

  private static SimulatedCell conv(String target, double seconds) {
    long pixels = 16L * 56 * 56 * 64;
    return new SimulatedCell(
        CONV,
        target,
        false,
        new Work(2 * pixels * 64 * 9, 4 * (2 * pixels + 64 * 64 * 9), null),
        Rate.FLOPS,
        seconds);
  }

  private static SimulatedCell infer(String target, double seconds) {
    return new SimulatedCell(
        "infer/cnn-fashion,batch=64",
        target,
        false,
        new Work(363_299_456L, 50_274_344L, 64L),
        Rate.SAMPLES,
        seconds);
  }
}
