package assay.gpu.nvml;

import java.util.Arrays;
import java.util.Optional;

/** What NVML's functions return ({@code nvmlReturn_t}): what it means and what helps. */
enum NvmlStatus {
  SUCCESS(0, "done", "nothing to do"),
  UNINITIALIZED(1, "NVML is not initialised any more", Remedy.START_AGAIN),
  INVALID_ARGUMENT(2, "NVML refuses the argument", Remedy.REPORT),
  NOT_SUPPORTED(3, "this device or its driver does not have it", Remedy.NEWER_DRIVER),
  NO_PERMISSION(4, "this user may not read it", Remedy.PERMISSION),
  ALREADY_INITIALIZED(5, "NVML was initialised already", Remedy.REPORT),
  NOT_FOUND(6, "NVML does not find it", Remedy.NVIDIA_SMI),
  INSUFFICIENT_SIZE(7, "the buffer is too small for NVML's answer", Remedy.REPORT),
  INSUFFICIENT_POWER(8, "the device's power cables are not attached", "attach the power cables"),
  DRIVER_NOT_LOADED(9, "the NVIDIA driver is not loaded", Remedy.LOAD_DRIVER),
  TIMEOUT(10, "nothing came in time", Remedy.NVIDIA_SMI),
  IRQ_ISSUE(11, "the kernel found a problem with the GPU's interrupts", Remedy.KERNEL_LOG),
  LIBRARY_NOT_FOUND(12, "NVML does not find a library that it needs", Remedy.INSTALL_AGAIN),
  FUNCTION_NOT_FOUND(13, "this version of NVML lacks the function", Remedy.NEWER_DRIVER),
  CORRUPTED_INFOROM(14, "the device's infoROM is corrupted", "have the device serviced"),
  GPU_IS_LOST(15, "the GPU has fallen off the bus", Remedy.KERNEL_LOG),
  RESET_REQUIRED(16, "the GPU must be reset first", "reset it (nvidia-smi --gpu-reset) or reboot"),
  OPERATING_SYSTEM(
      17,
      "the operating system or a control group keeps the device away",
      "give this process or container access to the /dev/nvidia* device files"),
  LIB_RM_VERSION_MISMATCH(
      18,
      "NVML and the loaded NVIDIA kernel module are of different versions",
      "reboot, or unload and load the NVIDIA kernel modules again"),
  IN_USE(19, "the GPU is in use", Remedy.NVIDIA_SMI),
  MEMORY(20, "NVML has too little memory", "free memory on the host"),
  NO_DATA(21, "NVML has no value for it", Remedy.NVIDIA_SMI),
  VGPU_ECC_NOT_SUPPORTED(22, "not to be had for a virtual GPU with ECC", Remedy.NVIDIA_SMI),
  INSUFFICIENT_RESOURCES(23, "NVML ran out of resources", "close other programs that use NVML"),
  FREQ_NOT_SUPPORTED(24, "the device does not have this frequency", Remedy.NVIDIA_SMI),
  ARGUMENT_VERSION_MISMATCH(25, "NVML does not know this version of the call", Remedy.REPORT),
  DEPRECATED(26, "NVML has given this function up", Remedy.REPORT),
  NOT_READY(27, "the system is not ready for it", "try again in a moment"),
  GPU_NOT_FOUND(28, "NVML finds no GPU", Remedy.NVIDIA_SMI),
  INVALID_STATE(29, "the device is in no state to answer it", Remedy.NVIDIA_SMI),
  RESET_TYPE_NOT_SUPPORTED(30, "the device does not have this kind of reset", Remedy.NVIDIA_SMI),
  UNKNOWN(999, "an internal error of the NVIDIA driver", Remedy.KERNEL_LOG);

  /** What is said more than once. */
  private static final class Remedy {
    static final String START_AGAIN = "start the run again";
    static final String REPORT = "report this with the output of 'assay doctor'";
    static final String NEWER_DRIVER =
        "a newer NVIDIA driver may have it; where the device does not, nothing helps";
    static final String PERMISSION =
        "run as root, or have the administrator allow it for this user";
    static final String NVIDIA_SMI = "see what nvidia-smi says about the device";
    static final String LOAD_DRIVER =
        "load the driver (modprobe nvidia); in a container, start it with access to the GPU";
    static final String KERNEL_LOG = "look for NVRM and Xid in the kernel's log (dmesg); reboot";
    static final String INSTALL_AGAIN = "install the NVIDIA driver again";

    private Remedy() {}
  }

  private final int code;
  private final String text;
  private final String remedy;

  NvmlStatus(int code, String text, String remedy) {
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

  /** What a code means, with its name in NVML and its number; codes unknown here too. */
  static String describe(int code) {
    return of(code)
        .map(status -> status.text + " (NVML_ERROR_" + status.name() + ", " + code + ")")
        .orElse("NVML failed with a code unknown here (" + code + ")");
  }

  /** What helps against a code. */
  static String remedy(int code) {
    return of(code).map(status -> status.remedy).orElse(Remedy.NVIDIA_SMI);
  }

  /** Whether a device that answers so answers nothing else either. */
  static boolean deviceGone(int code) {
    return code == UNINITIALIZED.code
        || code == DRIVER_NOT_LOADED.code
        || code == GPU_IS_LOST.code
        || code == RESET_REQUIRED.code;
  }
}
