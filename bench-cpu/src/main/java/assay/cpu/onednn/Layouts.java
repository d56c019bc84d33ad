package assay.cpu.onednn;

import assay.core.program.DataType;
import assay.core.program.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Descriptions of how tensors lie in memory ({@code dnnl_memory_desc_t}). oneDNN names a tensor's
 * dimensions in one order whatever their order in memory: images (N,C,H,W), filters (K,C,R,S).
 */
final class Layouts implements AutoCloseable {
  /** {@code dnnl_format_tag_any}: the primitive chooses. */
  private static final int ANY = 1;

  private final NativeDnnl functions;
  private final List<Long> created = new ArrayList<>();

  /**
   * A tensor's dimensions in oneDNN's order.
   *
   * @param extents in elements
   * @param strides in elements, of the program's row-major order
   */
  record Dims(long[] extents, long[] strides) {
    /** Images and filters have their channels last in memory. */
    static Dims of(Tensor tensor) {
      int rank = tensor.shape().rank();
      long[] extents = new long[rank];
      long[] strides = new long[rank];
      long stride = 1;
      for (int i = rank - 1; i >= 0; i--) {
        int to = rank != 4 || i == 0 ? i : i == 3 ? 1 : i + 1;
        extents[to] = tensor.shape().dim(i);
        strides[to] = stride;
        stride *= tensor.shape().dim(i);
      }
      return new Dims(extents, strides);
    }

    /** With the two innermost ones exchanged. */
    Dims transposed() {
      return new Dims(exchanged(extents), exchanged(strides));
    }

    private static long[] exchanged(long[] of) {
      long[] result = of.clone();
      result[of.length - 2] = of[of.length - 1];
      result[of.length - 1] = of[of.length - 2];
      return result;
    }

    /** One value for each channel or column, to be repeated over all other dimensions. */
    static Dims channels(Tensor vector, int rank) {
      long[] extents = new long[rank];
      long[] strides = new long[rank];
      Arrays.fill(extents, 1);
      Arrays.fill(strides, vector.elements());
      int channel = rank == 4 ? 1 : rank - 1;
      extents[channel] = vector.elements();
      strides[channel] = 1;
      return new Dims(extents, strides);
    }
  }

  Layouts(NativeDnnl functions) {
    this.functions = functions;
  }

  /** A tensor as the program has it. */
  long plain(Tensor tensor) {
    return of(tensor.type(), Dims.of(tensor));
  }

  /** Values in this order. */
  long of(DataType type, Dims dims) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment extents = arena.allocateFrom(ValueLayout.JAVA_LONG, dims.extents());
      MemorySegment strides = arena.allocateFrom(ValueLayout.JAVA_LONG, dims.strides());
      int rank = dims.extents().length;
      return kept(
          OneDnn.created(
              out -> functions.createLayout(out, rank, extents, OneDnn.type(type), strides)));
    }
  }

  /** Values in an order that a primitive chooses. */
  long any(DataType type, Dims dims) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment extents = arena.allocateFrom(ValueLayout.JAVA_LONG, dims.extents());
      int rank = dims.extents().length;
      return kept(
          OneDnn.created(
              out -> functions.createTaggedLayout(out, rank, extents, OneDnn.type(type), ANY)));
    }
  }

  /** A copy of a layout that belongs to a description. */
  long copy(long layout) {
    return kept(OneDnn.created(out -> functions.cloneLayout(out, layout)));
  }

  private long kept(long layout) {
    created.add(layout);
    return layout;
  }

  boolean equal(long left, long right) {
    return functions.equalLayouts(left, right) != 0;
  }

  /** Size in bytes, padding included. */
  long bytes(long layout) {
    return functions.size(layout);
  }

  @Override
  public void close() {
    created.forEach(functions::destroyLayout);
  }
}
