package assay.report.testing;

import assay.core.program.Precision;
import assay.core.program.Rate;
import assay.core.program.Work;
import assay.core.record.CellId;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Which cells a sample run has, and how long the first system takes for one. */
final class SampleCells {
  private static final List<String> TARGETS =
      List.of("cpu-simd", "cpu-scalar", "cuda", "opencl-fpga");
  private static final List<String> FEW =
      List.of(
          "peak/fma",
          "train/cnn-fashion,epochs=4",
          "infer/cnn-fashion,batch=1",
          "infer/cnn-fashion,batch=64",
          "infer/cnn-fashion,batch=256",
          "memory/triad,kib=262144",
          "conv/n=16,c=64,h=28,w=28,k=64,r=3,s=3,pad=1");

  private SampleCells() {}

  /** So many different cells: the few families first, then products of growing size. */
  static List<CellId> ids(int count) {
    List<CellId> ids = new ArrayList<>();
    for (int i = 0; ids.size() < count; i++) {
      for (String target : TARGETS) {
        if (ids.size() < count) {
          ids.add(new CellId(workload(i), target, "f32"));
        }
      }
    }
    return ids;
  }

  private static String workload(int index) {
    if (index < FEW.size()) {
      return FEW.get(index);
    }
    int size = 256 + 32 * (index - FEW.size());
    return "gemm/m=" + size + ",n=" + size + ",k=" + size;
  }

  /** Median time of one execution on the first system, s. */
  static double seconds(CellId id) {
    Workload workload = Workloads.parse(id.workload());
    Work work = workload.work(Precision.byId(id.precision()).orElseThrow());
    double flopsPerSecond =
        switch (id.target()) {
          case "cuda" -> 2e13;
          case "cpu-simd" -> 8e11;
          case "cpu-openblas" -> 1e12;
          default -> 2e10;
        };
    Long flops = work.flops();
    Long bytes = work.bytes();
    double efficiency = id.workload().startsWith("peak/") ? 1 : 0.7;
    if (workload.rate() != Rate.BYTES && flops != null && flops > 0) {
      return 5e-6 + flops / (efficiency * flopsPerSecond);
    }
    return 5e-6 + (bytes == null ? 1e6 : bytes) / 1.5e11;
  }

  /** A standard normal draw. */
  static double gaussian(SplittableRandom random) {
    RandomGenerator generator = random;
    return generator.nextGaussian();
  }
}
