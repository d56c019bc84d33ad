package assay.gpu.library;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A descriptor of cuDNN's graph interface: a type and attributes; immutable once finalized. */
final class BackendDescriptor {
  private final Cudnn cudnn;
  private final long pointer;

  private BackendDescriptor(Cudnn cudnn, long pointer) {
    this.cudnn = cudnn;
    this.pointer = pointer;
  }

  /** A new one, destroyed with {@code owner}. */
  static BackendDescriptor create(Cudnn cudnn, Owned owner, int type) {
    CudnnFunctions functions = cudnn.functions();
    return new BackendDescriptor(
        cudnn, owner.create(out -> functions.backendCreate(type, out), functions::backendDestroy));
  }

  /** Its pointer. */
  long pointer() {
    return pointer;
  }

  /** Sets numbers of 64 bits: extents, handles, addresses. */
  BackendDescriptor longs(int attribute, int type, long... values) {
    try (Arena arena = Arena.ofConfined()) {
      return set(attribute, type, values.length, arena.allocateFrom(ValueLayout.JAVA_LONG, values));
    }
  }

  /** Sets an enumeration's value. */
  BackendDescriptor number(int attribute, int type, int value) {
    try (Arena arena = Arena.ofConfined()) {
      return set(attribute, type, 1, arena.allocateFrom(ValueLayout.JAVA_INT, value));
    }
  }

  /** Sets a factor. */
  BackendDescriptor factor(int attribute, float value) {
    try (Arena arena = Arena.ofConfined()) {
      return set(
          attribute,
          CudnnConstant.TYPE_FLOAT,
          1,
          arena.allocateFrom(ValueLayout.JAVA_FLOAT, value));
    }
  }

  /** Sets another descriptor. */
  BackendDescriptor descriptor(int attribute, BackendDescriptor value) {
    return longs(attribute, CudnnConstant.TYPE_DESCRIPTOR, value.pointer);
  }

  private BackendDescriptor set(int attribute, int type, long count, MemorySegment elements) {
    cudnn.functions().backendSet(pointer, attribute, type, count, elements);
    return this;
  }

  /** Finalizes the descriptor; the library checks its attributes together. */
  BackendDescriptor finish() {
    cudnn.functions().backendFinalize(pointer);
    return this;
  }

  /** A number of 64 bits. */
  long number(int attribute) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(ValueLayout.JAVA_LONG);
      get(attribute, CudnnConstant.TYPE_INT64, 1, value);
      return value.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  /** Values of an enumeration, at most {@code most}. */
  int[] numbers(int attribute, int type, int most) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = arena.allocate(ValueLayout.JAVA_INT, most);
      long count = get(attribute, type, most, values);
      return values.asSlice(0, Math.min(count, most) * Integer.BYTES).toArray(ValueLayout.JAVA_INT);
    }
  }

  /** How many descriptors an attribute has. */
  int count(int attribute) {
    return Math.toIntExact(get(attribute, CudnnConstant.TYPE_DESCRIPTOR, 0, MemorySegment.NULL));
  }

  /**
   * Fills the given descriptors, which must be of the attribute's type, with those of an attribute.
   *
   * @return how many were filled, from the first on
   */
  int fill(int attribute, BackendDescriptor... into) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointers = arena.allocate(ValueLayout.JAVA_LONG, into.length);
      for (int i = 0; i < into.length; i++) {
        pointers.setAtIndex(ValueLayout.JAVA_LONG, i, into[i].pointer);
      }
      long count = get(attribute, CudnnConstant.TYPE_DESCRIPTOR, into.length, pointers);
      return (int) Math.min(count, into.length);
    }
  }

  private long get(int attribute, int type, long asked, MemorySegment into) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
      cudnn.functions().backendGet(pointer, attribute, type, asked, count, into);
      return count.get(ValueLayout.JAVA_LONG, 0);
    }
  }
}
