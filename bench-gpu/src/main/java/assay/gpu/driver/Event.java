package assay.gpu.driver;

import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/**
 * An event in a stream. If it is a time stamp, the device records its clock, with a resolution of
 * about 0.5 µs.
 */
public final class Event extends Resource {
  private final CUevent event;
  private final String what;

  private Event(Ledger ledger, CUevent event, String what) {
    super(ledger, "event");
    this.event = event;
    this.what = what;
  }

  /** With a time stamp. */
  static Event timeStamp(Ledger ledger) {
    return create(ledger, CUevent_flags.CU_EVENT_DEFAULT, "an event with a time stamp");
  }

  /** Only for synchronization, which costs the device less. */
  static Event mark(Ledger ledger) {
    return create(ledger, CUevent_flags.CU_EVENT_DISABLE_TIMING, "an event");
  }

  private static Event create(Ledger ledger, int flags, String what) {
    CUevent event = new CUevent();
    CudaException.check(JCudaDriver.cuEventCreate(event, flags), "cuEventCreate", what);
    return new Event(ledger, event, what);
  }

  /** Records the event after everything enqueued on the stream so far. */
  public void record(Stream stream) {
    CudaException.check(JCudaDriver.cuEventRecord(event, stream.handle()), "cuEventRecord", what);
  }

  /** Makes later work on the stream wait for the event; the host does not wait. */
  public void before(Stream stream, String purpose) {
    CudaException.check(
        JCudaDriver.cuStreamWaitEvent(stream.handle(), event, 0), "cuStreamWaitEvent", purpose);
  }

  /**
   * Waits until the device has reached the event.
   *
   * @param purpose what is waited for
   * @throws CudaException if anything before the event failed
   */
  public void await(String purpose) {
    CudaException.check(JCudaDriver.cuEventSynchronize(event), "cuEventSynchronize", purpose);
  }

  /** Nanoseconds from an earlier time stamp to this one; the device must have reached both. */
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
