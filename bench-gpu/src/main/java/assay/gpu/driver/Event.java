package assay.gpu.driver;

import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/**
 * A mark in a stream; the device stamps it with its clock, about 0.5 µs fine, if it is a time
 * stamp.
 */
public final class Event extends Resource {
  private final CUevent event;
  private final String what;

  private Event(Ledger ledger, CUevent event, String what) {
    super(ledger, "event");
    this.event = event;
    this.what = what;
  }

  /** Is stamped. */
  static Event timeStamp(Ledger ledger) {
    return create(ledger, CUevent_flags.CU_EVENT_DEFAULT, "a time stamp");
  }

  /** Only keeps order, which costs the device less. */
  static Event mark(Ledger ledger) {
    return create(ledger, CUevent_flags.CU_EVENT_DISABLE_TIMING, "a mark");
  }

  private static Event create(Ledger ledger, int flags, String what) {
    CUevent event = new CUevent();
    CudaException.check(JCudaDriver.cuEventCreate(event, flags), "cuEventCreate", what);
    return new Event(ledger, event, what);
  }

  /** Puts the mark behind what the stream has been given so far. */
  public void record(Stream stream) {
    CudaException.check(JCudaDriver.cuEventRecord(event, stream.handle()), "cuEventRecord", what);
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

  /** Nanoseconds from an earlier time stamp to this one; both have been reached. */
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
    CudaException.check(JCudaDriver.cuEventDestroy(event), "cuEventDestroy", what);
  }
}
