package assay.gpu.library;

import java.util.Arrays;
import java.util.Optional;

/** Status codes of cuBLASLt ({@code cublasStatus_t}), with their meaning and remedy. */
enum CublasStatus {
  SUCCESS(0, "done", "nothing to do"),
  NOT_INITIALIZED(
      1,
      "the library could not be set up on this device",
      "check that the NVIDIA driver is at least as new as the library's CUDA, and that the"
          + " device has free memory"),
  ALLOC_FAILED(
      3,
      "the library has too little memory",
      "free memory on the device, or choose a smaller workload"),
  INVALID_VALUE(7, "the library rejects an argument", Remedy.REPORT),
  ARCH_MISMATCH(
      8,
      "this device lacks a required feature",
      "choose another precision, or a device of a newer generation"),
  MAPPING_ERROR(11, "device memory cannot be accessed", Remedy.KERNEL_LOG),
  EXECUTION_FAILED(13, "the device failed to run it", Remedy.KERNEL_LOG),
  INTERNAL_ERROR(14, "an internal error of the library", Remedy.KERNEL_LOG),
  NOT_SUPPORTED(
      15,
      "the library does not support this combination of types, shape and alignment on this device",
      "choose other extents or another precision"),
  LICENSE_ERROR(16, "the library's licence was refused", "see NVIDIA's licence for it");

  /** Remedies that are used more than once. */
  private static final class Remedy {
    static final String REPORT = assay.core.availability.Remedy.Use.REPORT.text();
    static final String KERNEL_LOG = "look for NVRM and Xid in the kernel's log (dmesg)";

    private Remedy() {}
  }

  private final int code;
  private final String text;
  private final String remedy;

  CublasStatus(int code, String text, String remedy) {
    this.code = code;
    this.text = text;
    this.remedy = remedy;
  }

  int code() {
    return code;
  }

  /** The status of a code; empty if it is unknown. */
  static Optional<CublasStatus> of(int code) {
    return Arrays.stream(values()).filter(status -> status.code == code).findFirst();
  }

  /**
   * Throws an exception for any code other than success.
   *
   * @throws LibraryException unless the code is 0
   */
  static void check(String symbol, int code) {
    if (code != SUCCESS.code) {
      throw new LibraryException(symbol, code, unsupported(code), describe(code));
    }
  }

  private static boolean unsupported(int code) {
    return code == NOT_SUPPORTED.code || code == ARCH_MISMATCH.code;
  }

  /** The meaning of a code, with its name and number, and the remedy; also for unknown codes. */
  static String describe(int code) {
    return of(code)
        .map(s -> s.text + " (CUBLAS_STATUS_" + s.name() + ", " + code + "); " + s.remedy)
        .orElse("an unknown code (" + code + "); " + Remedy.REPORT);
  }
}
