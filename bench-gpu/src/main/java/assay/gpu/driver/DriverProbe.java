package assay.gpu.driver;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Advice;
import assay.core.ffi.NativeLibrary;
import assay.core.spi.Devices;
import assay.core.spi.TargetException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import jcuda.driver.CUcomputemode;
import jcuda.driver.CUresult;

/**
 * Finds a usable CUDA device. The driver's library is loaded and initialised through FFM first,
 * because without it JCuda leaves a half-initialised class behind; JCuda is loaded only after that.
 */
public final class DriverProbe {
  /** CUDA 11.4: the first driver that has every function used here. */
  private static final int OLDEST_DRIVER = 11040;

  /** The kernels use Tensor Core instructions of sm_80. */
  private static final int OLDEST_CAPABILITY = 80;

  private DriverProbe() {}

  /**
   * The chosen device.
   *
   * @param visible number of visible devices
   */
  public record Found(Gpu gpu, int visible) {}

  /** Looks for a device. Never throws. */
  public static Availability<Found> probe(DeviceChoice choice) {
    return visible().flatMap(gpus -> choose(gpus, choice));
  }

  /**
   * The chosen device.
   *
   * @param target name of the target in messages
   * @throws TargetException if there is none
   */
  public static Gpu require(DeviceChoice choice, String target) {
    return switch (probe(choice)) {
      case Availability.Available<Found>(Found found) -> found.gpu();
      case Unavailable<Found> none ->
          throw new TargetException(target + " is unavailable: " + none.toText());
    };
  }

  /** Size of the chosen device's L2 cache in bytes, at least 1. Never throws. */
  public static Availability<Long> l2Bytes(DeviceChoice choice) {
    try {
      return probe(choice)
          .flatMap(found -> {
            long bytes = Gpus.l2Bytes(Gpus.device(found.gpu().ordinal()));
            return bytes > 0
                ? new Availability.Available<>(bytes)
                : new Unavailable<>("the driver does not report the size of the L2 cache");
          });
    } catch (CudaException e) {
      return new Unavailable<>(String.valueOf(e.getMessage()));
    }
  }

  /** All devices, in the form that lists of devices use. Never throws. */
  public static Availability<Devices> devices() {
    return visible().map(DriverProbe::devices);
  }

  private static Devices devices(List<Gpu> gpus) {
    return new Devices(
        gpus.stream()
            .map(g -> new Devices.Entry(g.ordinal(), g.uuid(), g.name() + ", " + g.pciAddress()))
            .toList());
  }

  /** All devices in the driver's order, at least one. Never throws. */
  private static Availability<List<Gpu>> visible() {
    try {
      return DriverLibrary.load().flatMap(DriverProbe::start);
    } catch (CudaException e) {
      return new Unavailable<>(
          String.valueOf(e.getMessage()),
          new Advice("check that nvidia-smi works, and look for NVRM in the output of dmesg"));
    }
  }

  private static Availability<List<Gpu>> start(NativeLibrary library) {
    if (library.symbols().find("cuInit").isEmpty()) {
      return new Unavailable<>(
          "the CUDA driver's library has no cuInit", new Advice("reinstall the NVIDIA driver"));
    }
    int code = library.functions(DriverFunctions.BINDER).init(0);
    if (code != CUresult.CUDA_SUCCESS) {
      return new Unavailable<>(
          "the CUDA driver does not start: cuInit returns " + CudaException.name(code),
          remedy(code));
    }
    Optional<String> problem = JCudaLibrary.load();
    if (problem.isPresent()) {
      return new Unavailable<>(
          problem.get(),
          new Advice(
              "JCuda supports Linux x86-64 only; the temporary folder must allow execution"
                  + " (choose another with -Djava.io.tmpdir=DIR)"));
    }
    int version = Gpus.driverVersion();
    if (version < OLDEST_DRIVER) {
      return new Unavailable<>(
          "the driver implements CUDA "
              + Gpus.version(version)
              + "; this program needs "
              + Gpus.version(OLDEST_DRIVER),
          new Remedy.Install("a newer NVIDIA driver"));
    }
    List<Gpu> gpus = Gpus.all();
    return gpus.isEmpty()
        ? new Unavailable<>(
            "the CUDA driver reports no device", remedy(CUresult.CUDA_ERROR_NO_DEVICE))
        : new Availability.Available<>(gpus);
  }

  /** The remedy for an error code of cuInit. */
  private static Remedy remedy(int code) {
    return switch (code) {
      case CUresult.CUDA_ERROR_NO_DEVICE ->
          new Advice(
              "check the list of 'nvidia-smi -L'; CUDA_VISIBLE_DEVICES may hide the device, a"
                  + " container needs it passed through (--gpus all), and with MIG enabled it"
                  + " needs a compute instance (nvidia-smi mig -cgi PROFILE -C)");
      case CUresult.CUDA_ERROR_SYSTEM_NOT_READY ->
          new Advice("start nvidia-fabricmanager, which this machine's NVSwitch needs");
      case CUresult.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH ->
          new Advice(
              "kernel module and library have different versions: reboot, or reload the module");
      case CUresult.CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE ->
          new Advice("remove the forward-compatibility libraries from LD_LIBRARY_PATH");
      default ->
          new Advice("check that nvidia-smi works, and look for NVRM in the output of dmesg");
    };
  }

  private static Availability<Found> choose(List<Gpu> gpus, DeviceChoice choice) {
    return switch (devices(gpus).match(choice.device())) {
      case Availability.Available<Devices.Entry>(Devices.Entry one) ->
          check(gpus.get(one.number()), gpus.size());
      case Unavailable<Devices.Entry> none ->
          new Unavailable<>(
              choice.source() + none.reason(),
              new Remedy.AnyOf(
                  Objects.requireNonNull(none.remedy()),
                  new Advice("list the UUIDs with 'nvidia-smi -L'")));
    };
  }

  private static Availability<Found> check(Gpu gpu, int visible) {
    if (gpu.capability() < OLDEST_CAPABILITY) {
      return new Unavailable<>(
          String.format(
              Locale.ROOT,
              "%s has compute capability %d.%d; the kernels need 8.0 (Ampere) or later",
              gpu.name(),
              gpu.major(),
              gpu.minor()),
          new Remedy.AnyOf(
              new Remedy.Change(Remedy.Setting.TARGET, "choose a newer device by its number"),
              new Advice("hide this one with CUDA_VISIBLE_DEVICES")));
    }
    if (gpu.computeMode() == CUcomputemode.CU_COMPUTEMODE_PROHIBITED) {
      return new Unavailable<>(
          gpu.name() + " is in compute mode PROHIBITED",
          new Advice("allow contexts: nvidia-smi -i " + gpu.pciAddress() + " -c DEFAULT"));
    }
    return new Availability.Available<>(new Found(gpu, visible));
  }
}
