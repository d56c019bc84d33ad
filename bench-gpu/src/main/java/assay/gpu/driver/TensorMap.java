package assay.gpu.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * Describes matrices in device memory for the copy engine (TMA) of sm_90: the driver encodes them
 * into 128 opaque bytes, which a kernel takes as a parameter. JCuda lacks this call, so it goes
 * through FFM.
 */
public final class TensorMap {
  private static final int BYTES = 128;
  private static final int ALIGNMENT = 64;
  private static final int RANK = 3;

  /** {@code CU_TENSOR_MAP_SWIZZLE_128B}: rows of a box are 128 bytes long. */
  private static final int SWIZZLE_128 = 3;

  /** {@code CU_TENSOR_MAP_L2_PROMOTION_L2_128B}. */
  private static final int PROMOTION_128 = 2;

  private final byte[] bytes;

  private TensorMap(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Types of elements, with the numbers of {@code CUtensorMapDataType}. */
  public enum Element {
    /** One byte of any type. */
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

    /** Size of an element in bytes. */
    public int size() {
      return size;
    }
  }

  /**
   * A batch of matrices, stored one after the other.
   *
   * @param address of the first element
   * @param width elements in a row
   * @param pitch elements from one row to the next, at least {@code width}
   * @param height rows
   * @param count matrices
   */
  public record Matrices(
      long address, Element element, long width, long pitch, long height, long count) {
    /** Whether rows begin at multiples of 16 bytes, as the copy engine requires. */
    public boolean readable() {
      return address % 16 == 0 && pitch * element.size() % 16 == 0;
    }
  }

  /**
   * Encodes matrices that are read in boxes of 128 bytes by {@code boxHeight} rows.
   *
   * @param boxHeight 1 to 256
   * @param purpose for messages
   * @throws CudaException if the driver rejects them
   */
  public static TensorMap of(Matrices matrices, int boxHeight, String purpose) {
    long row = matrices.pitch() * matrices.element().size();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment map = arena.allocate(BYTES, ALIGNMENT);
      int code =
          DriverLibrary.load()
              .toOptional()
              .orElseThrow(() -> new IllegalStateException("there is no CUDA driver"))
              .functions(DriverFunctions.BINDER)
              .tensorMapEncodeTiled(
                  map,
                  matrices.element().code,
                  RANK,
                  MemorySegment.ofAddress(matrices.address()),
                  arena.allocateFrom(
                      ValueLayout.JAVA_LONG, matrices.width(), matrices.height(), matrices.count()),
                  arena.allocateFrom(ValueLayout.JAVA_LONG, row, row * matrices.height()),
                  arena.allocateFrom(
                      ValueLayout.JAVA_INT, 128 / matrices.element().size(), boxHeight, 1),
                  arena.allocateFrom(ValueLayout.JAVA_INT, 1, 1, 1),
                  0,
                  SWIZZLE_128,
                  PROMOTION_128,
                  0);
      CudaException.check(code, DriverFunctions.ENCODE, purpose);
      return new TensorMap(map.toArray(ValueLayout.JAVA_BYTE));
    }
  }

  /** Whether this driver can encode, which it can since CUDA 12.0. */
  public static boolean available() {
    return DriverLibrary.load()
        .toOptional()
        .flatMap(library -> library.symbols().find(DriverFunctions.ENCODE))
        .isPresent();
  }

  /** Writes it as a kernel's parameter. */
  public void write(ByteBuffer buffer) {
    buffer.put(bytes);
  }
}
