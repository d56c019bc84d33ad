package assay.gpu.nvml;

import assay.core.availability.Remedy;
import java.util.Arrays;
import java.util.Optional;

/** Status codes of NVML ({@code nvmlReturn_t}), with their meaning and remedy. */
enum NvmlStatus {
  SUCCESS(0, "done", new Remedy.Advice("nothing to do")),
  UNINITIALIZED(1, "NVML is no longer initialised", Known.START_AGAIN),
  INVALID_ARGUMENT(2, "NVML rejects the argument", Known.REPORT),
  NOT_SUPPORTED(3, "this device or its driver does not support it", Known.NEWER_DRIVER),
  NO_PERMISSION(4, "this user may not read it", Known.PERMISSION),
  ALREADY_INITIALIZED(5, "NVML was initialised already", Known.REPORT),
  NOT_FOUND(6, "NVML cannot find it", Known.NVIDIA_SMI),
  INSUFFICIENT_SIZE(7, "the buffer is too small for NVML's answer", Known.REPORT),
  INSUFFICIENT_POWER(
      8,
      "the device's power cables are not attached",
      new Remedy.Advice("attach the power cables")),
  DRIVER_NOT_LOADED(9, "the NVIDIA driver is not loaded", Known.LOAD_DRIVER),
  TIMEOUT(10, "NVML did not answer in time", Known.NVIDIA_SMI),
  IRQ_ISSUE(11, "the kernel found a problem with the GPU's interrupts", Known.KERNEL_LOG),
  LIBRARY_NOT_FOUND(12, "NVML cannot find a library that it needs", Known.INSTALL_AGAIN),
  FUNCTION_NOT_FOUND(13, "this version of NVML lacks the function", Known.NEWER_DRIVER),
  CORRUPTED_INFOROM(
      14, "the device's infoROM is corrupted", new Remedy.Advice("have the device serviced")),
  GPU_IS_LOST(15, "the GPU has fallen off the bus", Known.KERNEL_LOG),
  RESET_REQUIRED(
      16,
      "the GPU must be reset first",
      new Remedy.Advice("reset it (nvidia-smi --gpu-reset) or reboot")),
  OPERATING_SYSTEM(
      17,
      "the operating system or a control group denies access to the device",
      new Remedy.Advice("give this process or container access to the /dev/nvidia* device files")),
  LIB_RM_VERSION_MISMATCH(
      18,
      "NVML and the loaded NVIDIA kernel module have different versions",
      new Remedy.Advice("reboot, or reload the NVIDIA kernel modules")),
  IN_USE(19, "the GPU is in use", Known.NVIDIA_SMI),
  MEMORY(20, "NVML has too little memory", new Remedy.Advice("free memory on the host")),
  NO_DATA(21, "NVML has no value for it", Known.NVIDIA_SMI),
  VGPU_ECC_NOT_SUPPORTED(22, "unavailable for a virtual GPU with ECC", Known.NVIDIA_SMI),
  INSUFFICIENT_RESOURCES(
      23, "NVML ran out of resources", new Remedy.Advice("close other programs that use NVML")),
  FREQ_NOT_SUPPORTED(24, "the device does not support this frequency", Known.NVIDIA_SMI),
  ARGUMENT_VERSION_MISMATCH(25, "NVML does not support this version of the call", Known.REPORT),
  DEPRECATED(26, "NVML no longer supports this function", Known.REPORT),
  NOT_READY(27, "the system is not ready for it", new Remedy.Wait("try again in a moment")),
  GPU_NOT_FOUND(28, "NVML finds no GPU", Known.NVIDIA_SMI),
  INVALID_STATE(29, "the device is in a state that does not allow it", Known.NVIDIA_SMI),
  RESET_TYPE_NOT_SUPPORTED(30, "the device does not support this kind of reset", Known.NVIDIA_SMI),
  UNKNOWN(999, "an internal error of the NVIDIA driver", Known.KERNEL_LOG);

  /** Remedies that are used more than once. */
  private static final class Known {
    static final Remedy START_AGAIN = new Remedy.Wait("start the run again");
    static final Remedy REPORT = Remedy.Use.REPORT;
    static final Remedy NEWER_DRIVER =
        new Remedy.Advice("try a newer NVIDIA driver, unless the device itself lacks it");
    static final Remedy PERMISSION =
        new Remedy.Advice("run as root, or have the administrator allow it for this user");
    static final Remedy NVIDIA_SMI =
        new Remedy.Advice("check the output of nvidia-smi for the device");
    static final Remedy LOAD_DRIVER =
        new Remedy.Advice(
            "load the driver (modprobe nvidia); in a container, give it access to the GPU");
    static final Remedy KERNEL_LOG =
        new Remedy.Advice("look for NVRM and Xid in the kernel's log (dmesg); reboot");
    static final Remedy INSTALL_AGAIN = new Remedy.Install("the NVIDIA driver again");

    private Known() {}
  }

  private final int code;
  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // A remedy is a record of texts.
  private final Remedy remedy;

  NvmlStatus(int code, String text, Remedy remedy) {
    this.code = code;
    this.text = text;
    this.remedy = remedy;
  }

  /** The number that functions return. */
  int code() {
    return code;
  }

  private static Optional<NvmlStatus> of(int code) {
    return Arrays.stream(values()).filter(status -> status.code == code).findFirst();
  }

  /** The meaning of a code, with its name in NVML and its number; also for unknown codes. */
  static String describe(int code) {
    return of(code)
        .map(status -> status.text + " (NVML_ERROR_" + status.name() + ", " + code + ")")
        .orElse("NVML failed with an unknown code (" + code + ")");
  }

  /** The remedy for a code. */
  static Remedy remedy(int code) {
    return of(code).map(status -> status.remedy).orElse(Known.NVIDIA_SMI);
  }

  /** Whether a device that returns this code will not answer anything else either. */
  static boolean deviceGone(int code) {
    return code == UNINITIALIZED.code
        || code == DRIVER_NOT_LOADED.code
        || code == GPU_IS_LOST.code
        || code == RESET_REQUIRED.code;
  }
}
