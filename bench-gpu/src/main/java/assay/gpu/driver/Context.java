package assay.gpu.driver;

import assay.core.spi.TargetException;
import java.util.Locale;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/**
 * The primary context of a device, which libraries of the runtime API share. Every thread calls
 * {@link #enter} before it uses anything opened here.
 */
public final class Context implements AutoCloseable {
  private final Ledger ledger = new Ledger();
  private final Gpu gpu;
  private final CUdevice device;
  private final CUcontext context;
  private boolean closed;

  private Context(Gpu gpu, CUdevice device, CUcontext context) {
    this.gpu = gpu;
    this.device = device;
    this.context = context;
  }

  /**
   * Retains the context and enters it.
   *
   * @throws CudaException if the device cannot be used
   * @throws TargetException if the driver returns the context of another device
   */
  public static Context open(Gpu gpu) {
    CUdevice device = Gpus.device(gpu.ordinal());
    CUcontext context = new CUcontext();
    CudaException.check(
        JCudaDriver.cuDevicePrimaryCtxRetain(context, device),
        "cuDevicePrimaryCtxRetain",
        gpu.name());
    Context opened = new Context(gpu, device, context);
    try {
      opened.enter();
      opened.check();
    } catch (TargetException e) {
      JCudaDriver.cuDevicePrimaryCtxRelease(device);
      throw e;
    }
    return opened;
  }

  /** Work in another device's context would be recorded under this one's name. */
  private void check() {
    CUdevice current = new CUdevice();
    CudaException.check(JCudaDriver.cuCtxGetDevice(current), "cuCtxGetDevice", gpu.name());
    if (!current.equals(device)) {
      throw new TargetException(
          String.format(
              Locale.ROOT,
              "the driver's context for device %d (%s) is on another device: check that nvidia-smi"
                  + " works",
              gpu.ordinal(),
              gpu.name()));
    }
  }

  /** Makes it the calling thread's context. */
  public void enter() {
    CudaException.check(JCudaDriver.cuCtxSetCurrent(context), "cuCtxSetCurrent", gpu.name());
  }

  /** The device. */
  public Gpu gpu() {
    return gpu;
  }

  /** The resources that are open here. */
  public Ledger ledger() {
    return ledger;
  }

  /**
   * Memory on the device.
   *
   * @param bytes at least 1
   * @param purpose for messages
   */
  public DeviceMemory allocate(long bytes, String purpose) {
    return DeviceMemory.allocate(ledger, bytes, purpose);
  }

  /** Size of the device's L2 cache in bytes as the driver reports it; 0 if it reports none. */
  public long l2Bytes() {
    return Gpus.l2Bytes(device);
  }

  /**
   * Staging memory for copies.
   *
   * @param bytes of both halves together, at least 2
   */
  public Staging staging(int bytes) {
    return Staging.allocate(ledger, bytes);
  }

  /** A new stream. */
  public Stream stream() {
    return Stream.create(ledger);
  }

  /** A new event that is time-stamped. */
  public Event event() {
    return Event.timeStamp(ledger);
  }

  /** A new event that work may wait for, without a time stamp. */
  public Event mark() {
    return Event.mark(ledger);
  }

  /** Compiles kernels for the device. */
  public KernelModule module(String name, byte[] ptx) {
    return KernelModule.load(ledger, name, ptx);
  }

  /** Releases the context; the last user's release ends it. Closing twice is harmless. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      CudaException.check(
          JCudaDriver.cuDevicePrimaryCtxRelease(device), "cuDevicePrimaryCtxRelease", gpu.name());
    }
  }
}
