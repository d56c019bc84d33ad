package assay.gpu.driver;

import jcuda.driver.CUevent;
import jcuda.driver.JCudaDriver;

/** A mark in a stream that the device stamps with its clock, about 0.5 µs fine. */
public final class Event extends Resource {
  private final CUevent event;

  private Event(Ledger ledger, CUevent event) {
    super(ledger, "event");
    this.event = event;
  }

  static Event create(Ledger ledger) {
    CUevent event = new CUevent();
    CudaException.check(JCudaDriver.cuEventCreate(event, 0), "cuEventCreate", "a time stamp");
    return new Event(ledger, event);
  }

  /** Puts the mark behind what the stream has been given so far. */
  public void record(Stream stream) {
    CudaException.check(
        JCudaDriver.cuEventRecord(event, stream.handle()), "cuEventRecord", "a time stamp");
  }

  /** Has what the stream is given from here on wait for the mark; the host does not. */
  public void before(Stream stream, String purpose) {
    CudaException.check(
        JCudaDriver.cuStreamWaitEvent(stream.handle(), event, 0), "cuStreamWaitEvent", purpose);
  }

  /**
   * Waits until the device has come here.
   *
   * @param purpose what is waited for
   * @throws CudaException if anything before the mark failed
   */
  public void await(String purpose) {
    CudaException.check(JCudaDriver.cuEventSynchronize(event), "cuEventSynchronize", purpose);
  }

  /** Nanoseconds from an earlier mark to this one; both have been reached. */
  public long nanosSince(Event earlier) {
    float[] millis = new float[1];
    CudaException.check(
        JCudaDriver.cuEventElapsedTime(millis, earlier.event, event),
        "cuEventElapsedTime",
        "the device time");
    return Math.round(millis[0] * 1e6);
  }

  @Override
  void release() {
    CudaException.check(JCudaDriver.cuEventDestroy(event), "cuEventDestroy", "a time stamp");
  }
}
