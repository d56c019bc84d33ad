package assay.cpu;

import assay.core.program.DataType;
import assay.core.program.FloatFormats;
import assay.core.program.Tensor;
import assay.core.program.op.Cast;
import assay.core.program.op.Copy;
import assay.core.program.op.Reshape;

/** Operations that move or convert elements of any type; the same for every CPU target. */
public final class Movement {
  /** With fewer elements a piece is not worth handing to another thread. */
  private static final int GRAIN = 1 << 15;

  private Movement() {}

  /** out = x. */
  public static Runnable copy(Copy op, Memory memory, Workers workers) {
    return copy(op.x(), op.out(), memory, workers);
  }

  /** The same elements in another shape; nothing to do if both share an array. */
  public static Runnable reshape(Reshape op, Memory memory, Workers workers) {
    if (memory.shared(op.x(), op.out())) {
      return () -> {};
    }
    return copy(op.x(), op.out(), memory, workers);
  }

  private static Runnable copy(Tensor x, Tensor out, Memory memory, Workers workers) {
    return Ranges.over(workers, Memory.length(x), GRAIN, body(memory.any(x), memory.any(out)));
  }

  /**
   * Floating-point elements by ordinary loads and stores, as {@code memory/copy} says. With
   * AVX-512, HotSpot's {@code arraycopy} bypasses the caches from 2.5 MB on: faster where the copy
   * ends in main memory, slower where it would have stayed in a cache.
   */
  private static Ranges.Body body(Object from, Object to) {
    if (from instanceof float[] x && to instanceof float[] out) {
      return (i, end) -> copy(x, out, i, end);
    }
    if (from instanceof double[] x && to instanceof double[] out) {
      return (i, end) -> copy(x, out, i, end);
    }
    return (i, end) -> System.arraycopy(from, i, to, i, end - i);
  }

  private static void copy(float[] x, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = x[i];
    }
  }

  private static void copy(double[] x, double[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = x[i];
    }
  }

  /** out = x in another type, rounded once. */
  public static Runnable cast(Cast op, Memory memory, Workers workers) {
    return Ranges.over(
        workers,
        Memory.length(op.x()),
        GRAIN,
        conversion(op, memory.any(op.x()), memory.any(op.out())));
  }

  private static Ranges.Body conversion(Cast op, Object from, Object to) {
    if (from instanceof float[] x && to instanceof short[] out) {
      return op.out().type() == DataType.BF16
          ? (i, end) -> toBf16(x, out, i, end)
          : (i, end) -> toF16(x, out, i, end);
    }
    if (from instanceof short[] x && to instanceof float[] out) {
      return op.x().type() == DataType.BF16
          ? (i, end) -> fromBf16(x, out, i, end)
          : (i, end) -> fromF16(x, out, i, end);
    }
    Source source = source(op.x().type(), from);
    Sink sink = sink(op.out().type(), to);
    return (i, end) -> {
      for (int at = i; at < end; at++) {
        sink.set(at, source.get(at));
      }
    };
  }

  private static void toBf16(float[] x, short[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = FloatFormats.floatToBf16(x[i]);
    }
  }

  private static void toF16(float[] x, short[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = Float.floatToFloat16(x[i]);
    }
  }

  private static void fromBf16(short[] x, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = FloatFormats.bf16ToFloat(x[i]);
    }
  }

  private static void fromF16(short[] x, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = Float.float16ToFloat(x[i]);
    }
  }

  private interface Source {
    double get(int index);
  }

  private interface Sink {
    void set(int index, double value);
  }

  /** Exact. */
  private static Source source(DataType type, Object array) {
    return switch (type) {
      case F64 -> i -> ((double[]) array)[i];
      case F32 -> i -> ((float[]) array)[i];
      case BF16 -> i -> FloatFormats.bf16ToFloat(((short[]) array)[i]);
      case F16 -> i -> Float.float16ToFloat(((short[]) array)[i]);
      case F8E4M3 -> i -> FloatFormats.f8e4m3ToFloat(((byte[]) array)[i]);
      case S8, S32 -> throw new IllegalArgumentException("Cast does not accept integers: " + type);
    };
  }

  /** Rounds once, as {@link assay.core.program.HostTensor#set}. */
  private static Sink sink(DataType type, Object array) {
    return switch (type) {
      case F64 -> (i, value) -> ((double[]) array)[i] = value;
      case F32 -> (i, value) -> ((float[]) array)[i] = (float) value;
      case BF16 -> (i, value) -> ((short[]) array)[i] = FloatFormats.doubleToBf16(value);
      case F16 -> (i, value) -> ((short[]) array)[i] = FloatFormats.doubleToF16(value);
      case F8E4M3 -> (i, value) -> ((byte[]) array)[i] = FloatFormats.doubleToF8e4m3(value);
      case S8, S32 -> throw new IllegalArgumentException("Cast does not produce integers: " + type);
    };
  }
}
