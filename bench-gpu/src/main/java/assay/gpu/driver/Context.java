package assay.gpu.driver;

import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/**
 * The primary context of a device, which libraries of the runtime API share. Whoever uses what was
 * opened here calls {@link #enter} first on each thread.
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
    } catch (CudaException e) {
      JCudaDriver.cuDevicePrimaryCtxRelease(device);
      throw e;
    }
    return opened;
  }

  /** Makes it the calling thread's context. */
  public void enter() {
    CudaException.check(JCudaDriver.cuCtxSetCurrent(context), "cuCtxSetCurrent", gpu.name());
  }

  /** The device. */
  public Gpu gpu() {
    return gpu;
  }

  /** What is open here. */
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

  /**
   * Memory to copy through.
   *
   * @param bytes of both halves together, at least 2
   */
  public Staging staging(int bytes) {
    return Staging.allocate(ledger, bytes);
  }

  /** A queue of its own. */
  public Stream stream() {
    return Stream.create(ledger);
  }

  /** A time stamp. */
  public Event event() {
    return Event.create(ledger);
  }

  /** Translates kernels for the device. */
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
