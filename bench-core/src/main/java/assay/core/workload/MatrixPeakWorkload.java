package assay.core.workload;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Independent chains of small matrix products in registers: the peak of matrix units, per
 * precision. A tile is 16 by 8 with 32 bytes of k, like the smallest products of current units.
 *
 * <p>Every result is exact, so that a single skipped product in a chain is detected. Operands are
 * integers, drawn uniformly from the type's range of consecutive integers up to 8 bits, so that
 * they load the multipliers as much as ordinary numbers. The second right operand is the negated
 * first one plus a value from −1 to 1: the sums stay below 2^24 over {@value #MAX_STEPS} steps and
 * still grow with each pair.
 *
 * <p>Without a number of its own it has {@value #PER_UNIT} chains for each parallel unit of the
 * device, 2,048 for a multiprocessor of a GPU: of these, 32 share a block.
 *
 * @param given number of chains; 0 if it shall follow the device
 * @param steps products per chain
 */
record MatrixPeakWorkload(long given, long steps) implements Workload.Kernel {
  private static final long MIN_TILES = 1 << 16;
  private static final long PER_UNIT = 1 << 9;
  private static final long STEPS = 1 << 11;
  private static final long MAX_STEPS = 1 << 12;
  private static final long M = 16;
  private static final long N = 8;
  private static final long K_BYTES = 32;
  private static final int MAX_MAGNITUDE = 255;

  static MatrixPeakWorkload parse(WorkloadId id) {
    MatrixPeakWorkload result =
        new MatrixPeakWorkload(id.extent("tiles", 0), id.extent("steps", STEPS));
    if (result.steps > MAX_STEPS) {
      throw new WorkloadException(
          String.format(
              Locale.ROOT,
              "peak: steps=%d must be at most %d: with more, sums may not be exact",
              result.steps,
              MAX_STEPS));
    }
    if (result.tiles() > Long.MAX_VALUE / (2 * M * N * K_BYTES * MAX_STEPS)) {
      throw new WorkloadException(
          String.format(
              Locale.ROOT,
              "peak: tiles=%d overflows: the number of operations does not fit 64 bits",
              result.tiles()));
    }
    return result;
  }

  private long tiles() {
    return given == 0 ? MIN_TILES : given;
  }

  @Override
  public MatrixPeakWorkload sizedFor(int parallelUnits) {
    return given == 0
        ? new MatrixPeakWorkload(Math.max(MIN_TILES, PER_UNIT * parallelUnits), steps)
        : this;
  }

  @Override
  public String id() {
    return "peak/matrix"
        + (given == 0 ? "" : ",tiles=" + given)
        + (steps == STEPS ? "" : ",steps=" + steps);
  }

  @Override
  public Timing timing() {
    return Timing.STEADY;
  }

  @Override
  public Program build(Precision precision) {
    DataType type = precision.input();
    long k = K_BYTES / type.bytes();
    ProgramBuilder p = Program.builder("peak");
    Tensor a = p.input("a", Shape.of(tiles(), M, k), type);
    Tensor b = p.input("b", Shape.of(2, k, N), type);
    return p.output(p.matMulChain(a, b, steps, precision.accumulator())).build();
  }

  @Override
  public Map<Tensor, HostTensor> inputs(Program program, long seed) {
    Tensor left = program.inputs().getFirst();
    Tensor right = program.inputs().getLast();
    int max = maxMagnitude(left.type());
    Map<Tensor, HostTensor> values = new LinkedHashMap<>();
    values.put(left, SeededValues.integers(left, -max, max + 1, seed));
    HostTensor b = SeededValues.integers(right, 1 - max, max, seed);
    Tensor ones = new Tensor("ones", right.shape(), right.type());
    HostTensor one = SeededValues.integers(ones, -1, 2, seed);
    long half = b.elements() / 2;
    for (long i = 0; i < half; i++) {
      b.set(half + i, one.get(i) - b.get(i));
    }
    values.put(right, b);
    return values;
  }

  /** The largest of the consecutive integers that a type can represent. */
  private static int maxMagnitude(DataType type) {
    return type.isFloating()
        ? (int) Math.min(MAX_MAGNITUDE, 1 / type.unitRoundoff() - 1)
        : Byte.MAX_VALUE;
  }
}
