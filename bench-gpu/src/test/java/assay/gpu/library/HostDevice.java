package assay.gpu.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/**
 * A device whose memory is the host's. Every allocation lies between guards that are checked when
 * it is freed; its clock says what it was told to.
 */
final class HostDevice implements DeviceMemory, StreamClock {
  private static final long GUARD = 256;
  private static final byte MARK = (byte) 0xCD;

  private final Map<Long, Allocation> allocations = new HashMap<>();
  private long[] nanos = {1};
  private int timed;
  private long stream = -1;
  private long left = Long.MAX_VALUE;

  private record Allocation(Arena arena, MemorySegment all) {}

  /** What the clock says, one after the other, and then from the first again. */
  HostDevice clock(long... readings) {
    nanos = readings.clone();
    timed = 0;
    return this;
  }

  /** How often the clock was used. */
  int timed() {
    return timed;
  }

  /** The stream that was timed last. */
  long stream() {
    return stream;
  }

  /** Lets an allocation fail: the one after so many more. */
  HostDevice exhaustedAfter(long more) {
    left = more;
    return this;
  }

  @Override
  public long allocate(long bytes) {
    assertThat(bytes).isPositive();
    if (left-- <= 0) {
      throw new assay.core.spi.TargetException("out of device memory");
    }
    Arena arena = Arena.ofShared();
    MemorySegment all = arena.allocate(bytes + 2 * GUARD, GUARD).fill(MARK);
    long address = all.address() + GUARD;
    allocations.put(address, new Allocation(arena, all));
    return address;
  }

  @Override
  public void free(long address) {
    Allocation allocation = allocations.remove(address);
    assertThat(allocation).as("memory that was allocated and not freed").isNotNull();
    if (allocation != null) {
      checkGuards(allocation);
      allocation.arena().close();
    }
  }

  private static void checkGuards(Allocation allocation) {
    MemorySegment all = allocation.all();
    for (long i = 0; i < GUARD; i++) {
      assertThat(all.get(ValueLayout.JAVA_BYTE, i)).as("before the memory").isEqualTo(MARK);
      assertThat(all.get(ValueLayout.JAVA_BYTE, all.byteSize() - 1 - i))
          .as("after the memory")
          .isEqualTo(MARK);
    }
  }

  @Override
  public void write(long address, MemorySegment data) {
    memory(address, data.byteSize()).copyFrom(data);
  }

  /** What lies at an address, which must have been allocated. */
  MemorySegment memory(long address, long bytes) {
    Allocation allocation = allocations.get(address);
    assertThat(allocation).as("memory at that address").isNotNull();
    if (allocation == null) {
      throw new AssertionError();
    }
    return allocation.all().asSlice(GUARD, bytes);
  }

  /** How many allocations there are. */
  int live() {
    return allocations.size();
  }

  @Override
  public long nanos(long onStream, Runnable enqueue) {
    stream = onStream;
    enqueue.run();
    return nanos[timed++ % nanos.length];
  }
}
