package assay.core.workload;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Rate;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.List;

/**
 * STREAM's copy and triad, and reading alone (sums of columns), over a working set of a given size:
 * the size determines which level of the memory hierarchy is measured. Bytes are counted as STREAM
 * does, without the reads that a store may cause.
 *
 * @param kernel {@code read}, {@code copy} or {@code triad}
 * @param kib working set of all arrays together in KiB
 */
record MemoryWorkload(String kernel, long kib) implements Workload.Kernel {
  private static final double SCALE = 3.0;
  private static final long KIB = 1024;

  /** Columns to sum when reading: their sums fit the registers of a core. */
  private static final long COLUMNS = 64;

  static MemoryWorkload parse(WorkloadId id) {
    MemoryWorkload result =
        new MemoryWorkload(id.word(List.of("read", "copy", "triad")), id.extent("kib"));
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
    DataType type = precision.input();
    long elements = kib * KIB / type.bytes();
    Tensor out =
        switch (kernel) {
          case "read" -> {
            // The sums are part of the working set.
            long rows = Math.max(1, elements / COLUMNS - 1);
            yield p.biasGrad(p.input("x", Shape.of(rows, COLUMNS), type));
          }
          case "copy" -> p.copy(p.input("b", Shape.of(Math.max(1, elements / 2)), type));
          default -> {
            Shape shape = Shape.of(Math.max(1, elements / 3));
            yield p.triad(p.input("b", shape, type), p.input("c", shape, type), SCALE);
          }
        };
    return p.output(out).build();
  }

  @Override
  public Rate rate() {
    return Rate.BYTES;
  }
}
