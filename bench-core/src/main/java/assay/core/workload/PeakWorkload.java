package assay.core.workload;

import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.Locale;

/**
 * Independent chains of fused multiply-adds: the arithmetic peak that percentages of peak refer to.
 *
 * <p>Without a number of its own it has {@value #PER_UNIT} chains for each parallel unit of the
 * device. With the usual steps these are 2^28 operations: a thread of two 512-bit units at 4.2 GHz
 * takes 1 ms for them, and is done with 170 blocks of twelve vectors.
 *
 * @param given number of chains; 0 if it shall follow the device
 * @param steps multiply-adds per chain
 */
record PeakWorkload(long given, long steps) implements Workload.Kernel {
  private static final long MIN_ELEMENTS = 1 << 16;
  private static final long PER_UNIT = 1 << 15;
  private static final long STEPS = 1 << 12;
  private static final long MAX_STEPS = 1 << 18;
  private static final double OFFSET = 0.5;
  private static final double MAX_SHARE = 0x1p-4;

  static PeakWorkload parse(WorkloadId id) {
    PeakWorkload result = new PeakWorkload(id.extent("elements", 0), id.extent("steps", STEPS));
    if (result.steps > MAX_STEPS) {
      throw new WorkloadException(
          String.format(
              Locale.ROOT,
              "peak: steps=%d must be at most %d: with more, a wrong step may hide in the rounding"
                  + " error; give more elements instead",
              result.steps,
              MAX_STEPS));
    }
    if (result.steps > Long.MAX_VALUE / 2 / result.elements()) {
      throw new WorkloadException(
          "peak: elements="
              + result.elements()
              + ",steps="
              + result.steps
              + " overflows: the number of operations does not fit 64 bits");
    }
    return result;
  }

  private long elements() {
    return given == 0 ? MIN_ELEMENTS : given;
  }

  @Override
  public PeakWorkload sizedFor(int parallelUnits) {
    return given == 0
        ? new PeakWorkload(Math.max(MIN_ELEMENTS, PER_UNIT * parallelUnits), steps)
        : this;
  }

  @Override
  public String id() {
    return "peak/fma"
        + (given == 0 ? "" : ",elements=" + given)
        + (steps == STEPS ? "" : ",steps=" + steps);
  }

  @Override
  public Timing timing() {
    return Timing.STEADY;
  }

  /**
   * The multiplier is a little above −2: two steps mirror a value at −offset and bring it nearer by
   * a small share, so that a single skipped step puts nearly every element on the wrong side, and
   * many skipped ones change the distance. Over the whole chain the distance shrinks to about 1/√e.
   */
  @Override
  public Program build(Precision precision) {
    if (!precision.input().isFloating()) {
      throw new WorkloadException(
          "peak is not available in " + precision.id() + ": it needs a floating-point type");
    }
    double share = Math.min(MAX_SHARE, 1.0 / Long.highestOneBit(steps));
    // Representable next to −2 in the type.
    double gap = Math.max(share, 2 * precision.input().unitRoundoff());
    ProgramBuilder p = Program.builder("peak");
    Tensor x = p.input("x", Shape.of(elements()), precision.input());
    return p.output(p.fmaChain(x, gap - 2, OFFSET, steps)).build();
  }
}
