package assay.gpu.driver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUuuid;
import jcuda.driver.JCudaDriver;

/** The devices that the driver reports. The driver must be initialised. */
final class Gpus {
  private static final int TEXT = 256;
  private static final int ADDRESS = 32;

  private Gpus() {}

  /** All of them, in the driver's order. */
  static List<Gpu> all() {
    int[] count = new int[1];
    CudaException.check(JCudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount", "the devices");
    List<Gpu> gpus = new ArrayList<>();
    for (int i = 0; i < count[0]; i++) {
      gpus.add(gpu(i));
    }
    return gpus;
  }

  static CUdevice device(int ordinal) {
    CUdevice device = new CUdevice();
    CudaException.check(
        JCudaDriver.cuDeviceGet(device, ordinal), "cuDeviceGet", "device " + ordinal);
    return device;
  }

  private static Gpu gpu(int ordinal) {
    CUdevice device = device(ordinal);
    return new Gpu(
        ordinal,
        name(device),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        memory(device),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_MODE),
        address(device),
        uuid(device),
        version(driverVersion()));
  }

  /** Of CUDA: 1000 times the major number plus 10 times the minor one. */
  static int driverVersion() {
    int[] version = new int[1];
    CudaException.check(
        JCudaDriver.cuDriverGetVersion(version), "cuDriverGetVersion", "the driver's version");
    return version[0];
  }

  static String version(int number) {
    return number / 1000 + "." + number % 1000 / 10;
  }

  private static String name(CUdevice device) {
    byte[] text = new byte[TEXT];
    CudaException.check(
        JCudaDriver.cuDeviceGetName(text, TEXT, device), "cuDeviceGetName", "a device");
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }

  static int attribute(CUdevice device, int attribute) {
    int[] value = new int[1];
    CudaException.check(
        JCudaDriver.cuDeviceGetAttribute(value, attribute, device),
        "cuDeviceGetAttribute",
        CUdevice_attribute.stringFor(attribute));
    return value[0];
  }

  /** Size of the L2 cache in bytes as the driver reports it; 0 if it reports none. */
  static long l2Bytes(CUdevice device) {
    return attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE);
  }

  private static long memory(CUdevice device) {
    long[] bytes = new long[1];
    CudaException.check(
        JCudaDriver.cuDeviceTotalMem(bytes, device), "cuDeviceTotalMem", "the memory's size");
    return bytes[0];
  }

  private static String address(CUdevice device) {
    String[] address = new String[1];
    CudaException.check(
        JCudaDriver.cuDeviceGetPCIBusId(address, ADDRESS, device),
        "cuDeviceGetPCIBusId",
        "the PCI address");
    return address[0].strip().toLowerCase(Locale.ROOT);
  }

  private static String uuid(CUdevice device) {
    CUuuid uuid = new CUuuid();
    CudaException.check(
        JCudaDriver.cuDeviceGetUuid(uuid, device), "cuDeviceGetUuid", "the device's name");
    String hex = HexFormat.of().formatHex(uuid.bytes);
    return String.format(
        Locale.ROOT,
        "GPU-%s-%s-%s-%s-%s",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }
}
