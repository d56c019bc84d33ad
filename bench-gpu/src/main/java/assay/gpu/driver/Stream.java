package assay.gpu.driver;

import java.lang.foreign.MemorySegment;
import jcuda.driver.CUgraph;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/** A queue of work for the device, done in order. */
public final class Stream extends Resource {
  /** JCuda hides the handle. */
  private static final class Handle extends CUstream {
    long value() {
      return getNativePointer();
    }
  }

  private final Ledger ledger;
  private final Handle stream;

  private Stream(Ledger ledger, Handle stream) {
    super(ledger, "stream");
    this.ledger = ledger;
    this.stream = stream;
  }

  static Stream create(Ledger ledger) {
    Handle stream = new Handle();
    CudaException.check(
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING),
        "cuStreamCreate",
        "a program");
    return new Stream(ledger, stream);
  }

  CUstream handle() {
    return stream;
  }

  /** The driver's handle, for libraries that launch on this stream. */
  public long address() {
    return stream.value();
  }

  /** Waits until everything is done. */
  public void await(String purpose) {
    CudaException.check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize", purpose);
  }

  /** Sets bytes of the device; does not wait. */
  public void fill(DeviceMemory to, byte value, String purpose) {
    CudaException.check(
        JCudaDriver.cuMemsetD8Async(to.pointer(), value, to.bytes(), stream),
        "cuMemsetD8Async",
        purpose);
  }

  /** Copies from the host by way of pinned memory, piece by piece, and waits. */
  public void upload(MemorySegment from, DeviceMemory to, PinnedMemory staging, String purpose) {
    long piece = staging.segment().byteSize();
    for (long at = 0; at < from.byteSize(); at += piece) {
      long bytes = Math.min(piece, from.byteSize() - at);
      MemorySegment.copy(from, at, staging.segment(), 0, bytes);
      CudaException.check(
          JCudaDriver.cuMemcpyHtoDAsync(
              to.pointer().withByteOffset(at), staging.pointer(), bytes, stream),
          "cuMemcpyHtoDAsync",
          purpose);
      await(purpose);
    }
  }

  /**
   * Copies the same bytes again and again until the memory is full, and waits.
   *
   * @param pattern at least one byte, and no more than {@code staging} holds
   */
  public void repeat(MemorySegment pattern, DeviceMemory to, PinnedMemory staging, String purpose) {
    MemorySegment.copy(pattern, 0, staging.segment(), 0, pattern.byteSize());
    for (long at = 0; at < to.bytes(); at += pattern.byteSize()) {
      CudaException.check(
          JCudaDriver.cuMemcpyHtoDAsync(
              to.pointer().withByteOffset(at),
              staging.pointer(),
              Math.min(pattern.byteSize(), to.bytes() - at),
              stream),
          "cuMemcpyHtoDAsync",
          purpose);
    }
    await(purpose);
  }

  /** Copies to the host by way of pinned memory, piece by piece, and waits. */
  public void download(DeviceMemory from, MemorySegment to, PinnedMemory staging, String purpose) {
    long piece = staging.segment().byteSize();
    for (long at = 0; at < to.byteSize(); at += piece) {
      long bytes = Math.min(piece, to.byteSize() - at);
      CudaException.check(
          JCudaDriver.cuMemcpyDtoHAsync(
              staging.pointer(), from.pointer().withByteOffset(at), bytes, stream),
          "cuMemcpyDtoHAsync",
          purpose);
      await(purpose);
      MemorySegment.copy(staging.segment(), 0, to, at, bytes);
    }
  }

  /**
   * Records what {@code work} puts into this stream, without doing it.
   *
   * @throws CudaException if something cannot be recorded
   */
  public Graph capture(Runnable work, String purpose) {
    CudaException.check(
        JCudaDriver.cuStreamBeginCapture(
            stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL),
        "cuStreamBeginCapture",
        purpose);
    CUgraph recorded = new CUgraph();
    try {
      work.run();
    } catch (RuntimeException e) {
      if (JCudaDriver.cuStreamEndCapture(stream, recorded) == 0) {
        JCudaDriver.cuGraphDestroy(recorded);
      }
      throw e;
    }
    CudaException.check(
        JCudaDriver.cuStreamEndCapture(stream, recorded), "cuStreamEndCapture", purpose);
    return Graph.instantiate(ledger, recorded, purpose);
  }

  @Override
  void release() {
    CudaException.check(JCudaDriver.cuStreamDestroy(stream), "cuStreamDestroy", "a program");
  }
}
