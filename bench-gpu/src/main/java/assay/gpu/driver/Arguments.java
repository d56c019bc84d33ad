package assay.gpu.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import jcuda.Pointer;

/** Arguments of a kernel, in order, each with the layout of the kernel's parameter. */
public final class Arguments {
  private static final int STRUCT_BYTES = 256;

  private final List<Pointer> pointers = new ArrayList<>();

  /** No arguments yet. */
  public Arguments() {}

  /** A 64-bit address on the device; 0 is null. */
  public Arguments address(long value) {
    return i64(value);
  }

  /** A 64-bit integer. */
  public Arguments i64(long value) {
    pointers.add(Pointer.to(new long[] {value}));
    return this;
  }

  /** A 32-bit integer. */
  public Arguments i32(int value) {
    pointers.add(Pointer.to(new int[] {value}));
    return this;
  }

  /** A binary32. */
  public Arguments f32(double value) {
    pointers.add(Pointer.to(new float[] {(float) value}));
    return this;
  }

  /** A binary64. */
  public Arguments f64(double value) {
    pointers.add(Pointer.to(new double[] {value}));
    return this;
  }

  /** A structure of 32-bit integers. */
  public Arguments ints(int... values) {
    pointers.add(Pointer.to(values.clone()));
    return this;
  }

  /** A structure of 64-bit and 32-bit members, written by the caller without padding. */
  public Arguments struct(Consumer<ByteBuffer> writer) {
    // A heap buffer has an array that JCuda can pin; the kernel reads as much of it as its
    // parameter is large.
    ByteBuffer buffer = ByteBuffer.wrap(new byte[STRUCT_BYTES]).order(ByteOrder.nativeOrder());
    writer.accept(buffer);
    pointers.add(Pointer.to(buffer.rewind()));
    return this;
  }

  Pointer pointer() {
    return Pointer.to(pointers.toArray(Pointer[]::new));
  }
}
