package assay.gpu.driver;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/** Pinned host memory, which the device reads and writes by DMA at the full rate of the link. */
public final class PinnedMemory extends Resource {
  private final Pointer pointer;
  private final MemorySegment segment;

  private PinnedMemory(Ledger ledger, Pointer pointer, ByteBuffer buffer) {
    super(ledger, "pinned");
    this.pointer = pointer;
    this.segment = MemorySegment.ofBuffer(buffer);
  }

  static PinnedMemory allocate(Ledger ledger, int bytes) {
    Pointer pointer = new Pointer();
    CudaException.check(
        JCudaDriver.cuMemHostAlloc(pointer, bytes, 0),
        "cuMemHostAlloc",
        bytes + " bytes of staging memory");
    return new PinnedMemory(ledger, pointer, pointer.getByteBuffer(0, bytes));
  }

  Pointer pointer() {
    return pointer;
  }

  /** The memory; valid until closed. */
  public MemorySegment segment() {
    return segment;
  }

  @Override
  void release() {
    CudaException.check(JCudaDriver.cuMemFreeHost(pointer), "cuMemFreeHost", "staging memory");
  }
}
