package assay.core.workload;

import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Rate;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.List;

/**
 * STREAM's copy and triad over a working set of a given size: the size determines which level of
 * the memory hierarchy is measured. Bytes are counted as STREAM does, without the reads that a
 * store may cause.
 *
 * @param kernel {@code copy} or {@code triad}
 * @param kib working set of all arrays together in KiB
 */
record MemoryWorkload(String kernel, long kib) implements Workload.Kernel {
  private static final double SCALE = 3.0;
  private static final long KIB = 1024;

  static MemoryWorkload parse(WorkloadId id) {
    MemoryWorkload result = new MemoryWorkload(id.word(List.of("copy", "triad")), id.extent("kib"));
    if (result.kib > Long.MAX_VALUE / KIB) {
      throw new WorkloadException(
          "memory: kib=" + result.kib + " overflows: its size in bytes does not fit 64 bits");
    }
    return result;
  }

  @Override
  public String id() {
    return "memory/" + kernel + ",kib=" + kib;
  }

  @Override
  public Timing timing() {
    return Timing.STEADY;
  }

  @Override
  public Program build(Precision precision) {
    if (!precision.input().isFloating()) {
      throw new WorkloadException(
          "memory is not available in " + precision.id() + ": it needs a floating-point type");
    }
    ProgramBuilder p = Program.builder(kernel);
    int arrays = kernel.equals("copy") ? 2 : 3;
    Shape shape = Shape.of(Math.max(1, (kib * KIB) / ((long) arrays * precision.input().bytes())));
    Tensor b = p.input("b", shape, precision.input());
    return p.output(
            kernel.equals("copy")
                ? p.copy(b)
                : p.triad(b, p.input("c", shape, precision.input()), SCALE))
        .build();
  }

  @Override
  public Rate rate() {
    return Rate.BYTES;
  }
}
