package assay.gpu.driver;

import java.lang.foreign.MemorySegment;
import jcuda.driver.CUgraph;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/** A queue of work for the device, executed in order. */
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

  /** Waits until all its work is done. */
  public void await(String purpose) {
    CudaException.check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize", purpose);
  }

  /** Sets every byte of device memory; does not wait. */
  public void fill(DeviceMemory to, byte value, String purpose) {
    CudaException.check(
        JCudaDriver.cuMemsetD8Async(to.pointer(), value, to.bytes(), stream),
        "cuMemsetD8Async",
        purpose);
  }

  /**
   * Copies from the host through pinned memory, piece by piece: while one piece is being
   * transferred, the next is staged. Returns when the host's memory has been read; the transfers
   * complete in stream order.
   */
  public void upload(MemorySegment from, DeviceMemory to, Staging staging, String purpose) {
    for (long at = 0; at < from.byteSize(); at += staging.piece()) {
      long bytes = Math.min(staging.piece(), from.byteSize() - at);
      Staging.Half half = staging.take(purpose);
      MemorySegment.copy(from, at, half.segment(), 0, bytes);
      toDevice(half, to, at, bytes, purpose);
    }
  }

  private void toDevice(Staging.Half half, DeviceMemory to, long at, long bytes, String purpose) {
    CudaException.check(
        JCudaDriver.cuMemcpyHtoDAsync(
            to.pointer().withByteOffset(at), half.pointer(), bytes, stream),
        "cuMemcpyHtoDAsync",
        purpose);
    half.onItsWay(this, purpose);
  }

  /**
   * Fills the memory by repeating the same bytes, and waits.
   *
   * @param pattern at least one byte, and no more than a {@linkplain Staging#piece piece}
   */
  public void repeat(MemorySegment pattern, DeviceMemory to, Staging staging, String purpose) {
    Staging.Half half = staging.take(purpose);
    MemorySegment.copy(pattern, 0, half.segment(), 0, pattern.byteSize());
    for (long at = 0; at < to.bytes(); at += pattern.byteSize()) {
      toDevice(half, to, at, Math.min(pattern.byteSize(), to.bytes() - at), purpose);
    }
    half.await(purpose);
  }

  /**
   * Copies to the host through pinned memory, piece by piece, and waits: while one piece is being
   * transferred, the one before is copied out.
   */
  public void download(DeviceMemory from, MemorySegment to, Staging staging, String purpose) {
    long before = 0;
    Staging.@Nullable Half arriving = null;
    for (long at = 0; at < to.byteSize(); at += staging.piece()) {
      Staging.Half half = staging.take(purpose);
      CudaException.check(
          JCudaDriver.cuMemcpyDtoHAsync(
              half.pointer(),
              from.pointer().withByteOffset(at),
              Math.min(staging.piece(), to.byteSize() - at),
              stream),
          "cuMemcpyDtoHAsync",
          purpose);
      half.onItsWay(this, purpose);
      if (arriving != null) {
        take(arriving, to, before, purpose);
      }
      arriving = half;
      before = at;
    }
    if (arriving != null) {
      take(arriving, to, before, purpose);
    }
  }

  private static void take(Staging.Half half, MemorySegment to, long at, String purpose) {
    half.await(purpose);
    long bytes = Math.min(half.segment().byteSize(), to.byteSize() - at);
    MemorySegment.copy(half.segment(), 0, to, at, bytes);
  }

  /** Copies one allocation on the device to another of the same size; does not wait. */
  public void copy(DeviceMemory from, DeviceMemory to, String purpose) {
    CudaException.check(
        JCudaDriver.cuMemcpyDtoDAsync(to.pointer(), from.pointer(), to.bytes(), stream),
        "cuMemcpyDtoDAsync",
        purpose);
  }

  /**
   * Records what {@code work} enqueues on this stream, without executing it.
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
