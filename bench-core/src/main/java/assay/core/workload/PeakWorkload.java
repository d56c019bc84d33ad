package assay.core.workload;

import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;

/**
 * Independent chains of fused multiply-adds: the arithmetic peak that percentages of peak refer to.
 *
 * @param elements number of chains
 * @param steps multiply-adds per chain
 */
record PeakWorkload(long elements, long steps) implements Workload.Kernel {
  private static final long ELEMENTS = 1 << 16;
  private static final long STEPS = 1 << 12;

  static PeakWorkload parse(WorkloadId id) {
    PeakWorkload result =
        new PeakWorkload(id.extent("elements", ELEMENTS), id.extent("steps", STEPS));
    if (result.steps > Long.MAX_VALUE / 2 / result.elements) {
      throw new WorkloadException(
          "peak: elements="
              + result.elements
              + ",steps="
              + result.steps
              + " overflows: the number of operations does not fit 64 bits");
    }
    return result;
  }

  @Override
  public String id() {
    return "peak/fma"
        + (elements == ELEMENTS ? "" : ",elements=" + elements)
        + (steps == STEPS ? "" : ",steps=" + steps);
  }

  @Override
  public Timing timing() {
    return Timing.STEADY;
  }

  /**
   * The multiplier is 1 − 2^-12, or as near to 1 as the type's significand allows: over 4096 steps
   * a start value only shrinks to 1/e and still affects the result, so that a skipped step is
   * detected.
   */
  @Override
  public Program build(Precision precision) {
    if (!precision.input().isFloating()) {
      throw new WorkloadException(
          "peak is not available in " + precision.id() + ": it needs a floating-point type");
    }
    double gap = Math.max(Math.scalb(1.0, -12), precision.input().unitRoundoff());
    ProgramBuilder p = Program.builder("peak");
    Tensor x = p.input("x", Shape.of(elements), precision.input());
    return p.output(p.fmaChain(x, 1 - gap, gap / 2, steps)).build();
  }
}
