package assay.gpu.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Matrices in the device's memory as the copy engine of sm_90 reads them: the driver encodes them
 * into 128 opaque bytes, which a kernel takes as a parameter. JCuda does not know this call, so it
 * goes through FFM.
 */
public final class TensorMap {
  private static final int BYTES = 128;
  private static final int ALIGNMENT = 64;
  private static final int RANK = 3;

  /** {@code CU_TENSOR_MAP_SWIZZLE_128B}: rows of a box have 128 bytes. */
  private static final int SWIZZLE_128 = 3;

  /** {@code CU_TENSOR_MAP_L2_PROMOTION_L2_128B}. */
  private static final int PROMOTION_128 = 2;

  private final byte[] bytes;

  private TensorMap(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Types of elements, with the numbers of {@code CUtensorMapDataType}. */
  public enum Element {
    /** One byte of any meaning. */
    BYTE(0, 1),
    /** Binary16. */
    F16(6, 2),
    /** Bfloat16. */
    BF16(9, 2),
    /** Binary32, rounded to tf32 on the way. */
    TF32(11, 4);

    private final int code;
    private final int size;

    Element(int code, int size) {
      this.code = code;
      this.size = size;
    }

    /** Bytes of one. */
    public int size() {
      return size;
    }
  }

  /**
   * Matrices one behind the other.
   *
   * @param address of the first element
   * @param width elements in a row
   * @param pitch elements from row to row, at least {@code width}
   * @param height rows
   * @param count matrices
   */
  public record Matrices(
      long address, Element element, long width, long pitch, long height, long count) {
    /** Whether rows begin at multiples of 16 bytes, as the copy engine needs it. */
    public boolean readable() {
      return address % 16 == 0 && pitch * element.size() % 16 == 0;
    }
  }

  /**
   * Has the driver encode matrices that are read in boxes of 128 bytes by {@code boxHeight} rows.
   *
   * @param boxHeight 1 to 256
   * @param purpose for messages
   * @throws CudaException if the driver refuses
   */
  public static TensorMap of(Matrices matrices, int boxHeight, String purpose) {
    long row = matrices.pitch() * matrices.element().size();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment map = arena.allocate(BYTES, ALIGNMENT);
      int code =
          encode(
              map,
              matrices.element().code,
              MemorySegment.ofAddress(matrices.address()),
              arena.allocateFrom(
                  ValueLayout.JAVA_LONG, matrices.width(), matrices.height(), matrices.count()),
              arena.allocateFrom(ValueLayout.JAVA_LONG, row, row * matrices.height()),
              arena.allocateFrom(
                  ValueLayout.JAVA_INT, 128 / matrices.element().size(), boxHeight, 1),
              arena.allocateFrom(ValueLayout.JAVA_INT, 1, 1, 1));
      CudaException.check(code, Encoder.NAME, purpose);
      return new TensorMap(map.toArray(ValueLayout.JAVA_BYTE));
    }
  }

  /** Whether this driver can encode: from CUDA 12.0 on. */
  public static boolean available() {
    return Encoder.HANDLE.isPresent();
  }

  /** Writes it as a kernel's parameter. */
  public void write(ByteBuffer buffer) {
    buffer.put(bytes);
  }

  private static int encode(
      MemorySegment map,
      int type,
      MemorySegment address,
      MemorySegment extents,
      MemorySegment strides,
      MemorySegment box,
      MemorySegment steps) {
    MethodHandle handle =
        Encoder.HANDLE.orElseThrow(
            () -> new IllegalStateException("the CUDA driver's library has no " + Encoder.NAME));
    try {
      return (int)
          handle.invokeExact(
              map,
              type,
              RANK,
              address,
              extents,
              strides,
              box,
              steps,
              0,
              SWIZZLE_128,
              PROMOTION_128,
              0);
    } catch (Throwable t) {
      throw new IllegalStateException(Encoder.NAME + " could not be called", t);
    }
  }

  /** Looked for when first needed: the driver's library is loaded by then. */
  private static final class Encoder {
    static final String NAME = "cuTensorMapEncodeTiled";
    static final Optional<MethodHandle> HANDLE = find();

    @SuppressWarnings("restricted") // The driver is native; JVMs of ours enable native access.
    private static Optional<MethodHandle> find() {
      if (!(DriverLibrary.load() instanceof DriverLibrary.Result.Found found)) {
        return Optional.empty();
      }
      MemoryLayout pointer = ValueLayout.ADDRESS;
      MemoryLayout number = ValueLayout.JAVA_INT;
      FunctionDescriptor type =
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              pointer,
              number,
              number,
              pointer,
              pointer,
              pointer,
              pointer,
              pointer,
              number,
              number,
              number,
              number);
      return found
          .symbols()
          .find(NAME)
          .map(address -> Linker.nativeLinker().downcallHandle(address, type));
    }
  }
}
