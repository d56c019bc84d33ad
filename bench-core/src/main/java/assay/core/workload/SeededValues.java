package assay.core.workload;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Full-entropy values from a seed: the same on every machine and for any number of threads, since
 * each block of elements has its own generator, seeded by (seed, tensor name, block).
 */
public final class SeededValues {
  private static final int BLOCK = 1 << 14;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private SeededValues() {}

  /** Values from N(0, 1), rounded to the tensor's type; s8 is uniform over its whole range. */
  public static HostTensor normal(Tensor tensor, long seed) {
    return tensor.type() == DataType.S8
        ? fill(tensor, seed, r -> r.nextInt(Byte.MIN_VALUE, Byte.MAX_VALUE + 1))
        : fill(tensor, seed, SplittableRandom::nextGaussian);
  }

  /** Values uniform in [−limit, limit), rounded to the tensor's type. */
  public static HostTensor uniform(Tensor tensor, double limit, long seed) {
    return fill(tensor, seed, r -> (2 * r.nextDouble() - 1) * limit);
  }

  /** Integers uniform in [0, bound). */
  public static HostTensor integers(Tensor tensor, int bound, long seed) {
    return fill(tensor, seed, r -> r.nextInt(bound));
  }

  /** Integers uniform in [from, bound). */
  static HostTensor integers(Tensor tensor, int from, int bound, long seed) {
    return fill(tensor, seed, r -> r.nextInt(from, bound));
  }

  private interface Draw {
    double next(SplittableRandom random);
  }

  private static HostTensor fill(Tensor tensor, long seed, Draw draw) {
    HostTensor result = HostTensor.allocate(tensor);
    long stream = mix(seed + GOLDEN * tensor.name().hashCode());
    long blocks = Math.ceilDiv(tensor.elements(), BLOCK);
    LongStream.range(0, blocks).parallel().forEach(block -> fillBlock(result, stream, block, draw));
    return result;
  }

  private static void fillBlock(HostTensor result, long stream, long block, Draw draw) {
    SplittableRandom random = new SplittableRandom(mix(stream ^ (block * GOLDEN)));
    long end = Math.min((block + 1) * BLOCK, result.elements());
    MemorySegment data = result.data();
    boolean f32 = result.tensor().type() == DataType.F32;
    for (long i = block * BLOCK; i < end; i++) {
      double value = draw.next(random);
      if (f32) {
        data.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
      } else {
        result.set(i, value);
      }
    }
  }

  /**
   * The finaliser of SplitMix64 (Steele, Lea, Flood 2014): neighbouring seeds give unrelated
   * streams.
   */
  static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
