package assay.gpu.driver;

import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/** Memory on the device; its initial contents are undefined. */
public final class DeviceMemory extends Resource {
  /** JCuda hides the address. */
  private static final class Address extends CUdeviceptr {
    long value() {
      return getNativePointer() + getByteOffset();
    }
  }

  private final Address pointer;
  private final long bytes;

  private DeviceMemory(Ledger ledger, Address pointer, long bytes) {
    super(ledger, "memory");
    this.pointer = pointer;
    this.bytes = bytes;
  }

  static DeviceMemory allocate(Ledger ledger, long bytes, String purpose) {
    Address pointer = new Address();
    CudaException.check(
        JCudaDriver.cuMemAlloc(pointer, bytes), "cuMemAlloc", bytes + " bytes for " + purpose);
    return new DeviceMemory(ledger, pointer, bytes);
  }

  CUdeviceptr pointer() {
    return pointer;
  }

  /** The address on the device, aligned to at least 256 bytes. */
  public long address() {
    return pointer.value();
  }

  /** Size in bytes. */
  public long bytes() {
    return bytes;
  }

  @Override
  void release() {
    CudaException.check(JCudaDriver.cuMemFree(pointer), "cuMemFree", bytes + " bytes");
  }
}
