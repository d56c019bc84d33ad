package assay.gpu;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Advice;
import assay.core.device.Device;
import assay.core.spi.TargetException;
import assay.core.telemetry.Attribution;
import assay.gpu.compile.PtxModules;
import assay.gpu.driver.Context;
import assay.gpu.driver.CudaException;
import assay.gpu.driver.Gpu;
import assay.gpu.driver.Scope;
import assay.gpu.engine.EngineChoice;
import assay.gpu.engine.ProductEngines;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import jcuda.driver.CUresult;

/** Tries a device: opens a context and loads one kernel module, then releases both. */
final class CudaTrial {
  private static final String MODULE = "elementwise";
  private static final long MIB = 1 << 20;

  /** The device's detail with the number of its multiprocessors. */
  static final String MULTIPROCESSORS = "multiprocessors";

  private CudaTrial() {}

  /**
   * The device, if it works.
   *
   * @param visible number of visible devices
   * @param engines that compute products on it
   */
  static Availability<Device> run(Gpu gpu, int visible, ProductEngines engines) {
    try (Scope scope = new Scope()) {
      Context context = scope.add(Context.open(gpu));
      new PtxModules(context, scope).kernel(MODULE, "copy_bytes");
    } catch (TargetException e) {
      int code = e instanceof CudaException c ? c.code() : CUresult.CUDA_ERROR_UNKNOWN;
      return new Availability.Unavailable<>(
          gpu.name() + " cannot be used: " + e.getMessage(), remedy(code, gpu));
    }
    return available(gpu, visible, engines);
  }

  private static Availability<Device> available(Gpu gpu, int visible, ProductEngines engines) {
    try {
      return engines
          .absent(gpu)
          .<Availability<Device>>map(Availability.Unavailable::as)
          .orElseGet(
              () -> new Availability.Available<>(device(gpu, visible, engines.details(gpu))));
    } catch (TargetException e) {
      return new Availability.Unavailable<>(String.valueOf(e.getMessage()), EngineChoice.REMEDY);
    }
  }

  private static Remedy remedy(int code, Gpu gpu) {
    return switch (code) {
      case CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE, CUresult.CUDA_ERROR_INVALID_DEVICE ->
          new Advice(
              String.format(
                  Locale.ROOT,
                  "end the process that 'nvidia-smi' lists, or allow several: nvidia-smi -i %s -c DEFAULT",
                  gpu.pciAddress()));
      case CUresult.CUDA_ERROR_OUT_OF_MEMORY ->
          new Advice("end the processes that 'nvidia-smi' lists as using the device's memory");
      case CUresult.CUDA_ERROR_INVALID_PTX,
          CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION,
          CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU ->
          new Remedy.Install("a newer NVIDIA driver");
      default ->
          new Advice("check that nvidia-smi works, and look for NVRM in the output of dmesg");
    };
  }

  private static Device device(Gpu gpu, int visible, Map<String, String> libraries) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("computeCapability", gpu.major() + "." + gpu.minor());
    details.put(MULTIPROCESSORS, Integer.toString(gpu.multiprocessors()));
    details.put("memory", gpu.memoryBytes() / MIB + " MiB");
    details.put("cudaDriver", gpu.driverVersion());
    details.put("ordinal", gpu.ordinal() + " of " + visible);
    details.put(Device.DEVICE_UUID_HASH, gpu.uuidHash());
    details.putAll(libraries);
    if (gpu.emulated()) {
      return new Device.Emulated(gpu.name(), details);
    }
    if (gpu.partOfBoard()) {
      details.put(
          Attribution.UNATTRIBUTED,
          "it is a MIG instance, and clock and energy are those of the whole board");
    } else {
      details.put(Attribution.DEVICE_KEY, gpu.pciAddress());
    }
    return new Device.Hardware(gpu.name(), details);
  }
}
