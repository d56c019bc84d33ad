package assay.gpu.driver;

import assay.core.availability.Availability;
import assay.core.ffi.NativeLibrary;
import assay.core.spi.Devices;
import java.util.List;
import java.util.Optional;
import jcuda.driver.CUcomputemode;
import jcuda.driver.CUresult;

/**
 * Whether there is a CUDA device to work with. The driver's library is looked for and started
 * through FFM first, since JCuda answers its absence with a half-initialised class; JCuda is
 * touched only then.
 */
public final class DriverProbe {
  /** CUDA 11.4: the first driver with every call that is used here. */
  private static final int OLDEST_DRIVER = 11040;

  /** The kernels use Tensor Core instructions of sm_80. */
  private static final int OLDEST_CAPABILITY = 80;

  private DriverProbe() {}

  /** Which devices the driver shows. */
  public sealed interface Visible {
    /**
     * Some.
     *
     * @param gpus in the driver's order, at least one
     */
    record Gpus(List<Gpu> gpus) implements Visible {
      /** Copies the list. */
      public Gpus {
        gpus = List.copyOf(gpus);
      }

      /** As the rest of the program lists them. */
      public Devices.Found devices() {
        return new Devices.Found(
            gpus.stream()
                .map(
                    g -> new Devices.Entry(g.ordinal(), g.uuid(), g.name() + ", " + g.pciAddress()))
                .toList());
      }
    }

    /**
     * None, or there is no driver.
     *
     * @param reason what was tried and what was found
     * @param remedy what would help
     */
    record None(String reason, String remedy) implements Visible {}
  }

  /** What was found. */
  public sealed interface Result {
    /**
     * A device.
     *
     * @param visible how many devices there are to choose from
     */
    record Found(Gpu gpu, int visible) implements Result {}

    /**
     * None that can be used.
     *
     * @param reason what was tried and what was found
     * @param remedy what would help
     */
    record Missing(String reason, String remedy) implements Result {}
  }

  /** Looks for a device. Never throws. */
  public static Result probe(DeviceChoice choice) {
    return switch (visible()) {
      case Visible.None n -> new Result.Missing(n.reason(), n.remedy());
      case Visible.Gpus visible -> choose(visible, choice);
    };
  }

  /** Looks for all devices. Never throws. */
  public static Visible visible() {
    try {
      return switch (DriverLibrary.load()) {
        case Availability.Unavailable<NativeLibrary> none ->
            new Visible.None(none.reason(), none.remedyText());
        case Availability.Available<NativeLibrary>(NativeLibrary library) -> start(library);
      };
    } catch (CudaException e) {
      return new Visible.None(
          String.valueOf(e.getMessage()),
          "see whether nvidia-smi works, and what dmesg says of NVRM");
    }
  }

  private static Visible start(NativeLibrary library) {
    if (library.symbols().find("cuInit").isEmpty()) {
      return new Visible.None(
          "the CUDA driver's library has no cuInit", "reinstall the NVIDIA driver");
    }
    int code = library.functions(DriverFunctions.BINDER).init(0);
    if (code != CUresult.CUDA_SUCCESS) {
      return new Visible.None(
          "the CUDA driver does not start: cuInit gives " + CudaException.name(code), remedy(code));
    }
    Optional<String> problem = JCudaLibrary.load();
    if (problem.isPresent()) {
      return new Visible.None(
          problem.get(),
          "JCuda has libraries for Linux on x86-64 only; the temporary folder must"
              + " allow execution (-Djava.io.tmpdir=DIR names another)");
    }
    int version = Gpus.driverVersion();
    if (version < OLDEST_DRIVER) {
      return new Visible.None(
          "the driver implements CUDA "
              + Gpus.version(version)
              + "; needed is "
              + Gpus.version(OLDEST_DRIVER),
          "install a newer NVIDIA driver");
    }
    List<Gpu> gpus = Gpus.all();
    return gpus.isEmpty()
        ? new Visible.None("the CUDA driver shows no device", remedy(CUresult.CUDA_ERROR_NO_DEVICE))
        : new Visible.Gpus(gpus);
  }

  /** What helps against an answer of cuInit. */
  private static String remedy(int code) {
    return switch (code) {
      case CUresult.CUDA_ERROR_NO_DEVICE ->
          "see what 'nvidia-smi -L' lists; CUDA_VISIBLE_DEVICES may hide it, a container needs it"
              + " passed (--gpus all), and with MIG enabled it needs a compute instance"
              + " (nvidia-smi mig -cgi PROFILE -C)";
      case CUresult.CUDA_ERROR_SYSTEM_NOT_READY ->
          "start nvidia-fabricmanager, which this machine's NVSwitch needs";
      case CUresult.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH ->
          "kernel module and library are of different versions: reboot, or reload the module";
      case CUresult.CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE ->
          "take the forward-compatibility libraries off LD_LIBRARY_PATH";
      default -> "see whether nvidia-smi works, and what dmesg says of NVRM";
    };
  }

  private static Result choose(Visible.Gpus visible, DeviceChoice choice) {
    return switch (visible.devices().match(choice.device())) {
      case Devices.Match.One one ->
          check(visible.gpus().get(one.device().number()), visible.gpus().size());
      case Devices.Match.None none ->
          new Result.Missing(
              choice.source() + none.reason(), none.remedy() + " ('nvidia-smi -L' lists UUIDs)");
    };
  }

  private static Result check(Gpu gpu, int visible) {
    if (gpu.capability() < OLDEST_CAPABILITY) {
      return new Result.Missing(
          "%s has compute capability %d.%d; the kernels need 8.0 (Ampere) or later"
              .formatted(gpu.name(), gpu.major(), gpu.minor()),
          "choose a newer device (-t cuda:NUMBER), or hide this one with CUDA_VISIBLE_DEVICES");
    }
    if (gpu.computeMode() == CUcomputemode.CU_COMPUTEMODE_PROHIBITED) {
      return new Result.Missing(
          gpu.name() + " is in compute mode PROHIBITED",
          "allow contexts: nvidia-smi -i " + gpu.pciAddress() + " -c DEFAULT");
    }
    return new Result.Found(gpu, visible);
  }
}
