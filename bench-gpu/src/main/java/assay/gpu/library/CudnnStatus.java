package assay.gpu.library;

import assay.core.availability.Remedy;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Status codes of cuDNN 9 ({@code cudnnStatus_t}). The thousands are the category, which decides on
 * the remedy; cuDNN's own last message says more than the code.
 */
enum CudnnStatus {
  SUCCESS(0),
  NOT_INITIALIZED(1001),
  SUBLIBRARY_VERSION_MISMATCH(1002),
  SERIALIZATION_VERSION_MISMATCH(1003),
  DEPRECATED(1004),
  LICENSE_ERROR(1005),
  RUNTIME_IN_PROGRESS(1006),
  RUNTIME_FP_OVERFLOW(1007),
  SUBLIBRARY_LOADING_FAILED(1008),
  BAD_PARAM(2000),
  INVALID_VALUE(2001),
  BAD_PARAM_NULL_POINTER(2002),
  BAD_PARAM_MISALIGNED_POINTER(2003),
  BAD_PARAM_NOT_FINALIZED(2004),
  BAD_PARAM_OUT_OF_BOUND(2005),
  BAD_PARAM_SIZE_INSUFFICIENT(2006),
  BAD_PARAM_STREAM_MISMATCH(2007),
  BAD_PARAM_SHAPE_MISMATCH(2008),
  BAD_PARAM_DUPLICATED_ENTRIES(2009),
  BAD_PARAM_ATTRIBUTE_TYPE(2010),
  BAD_PARAM_CUDA_GRAPH_MISMATCH(2011),
  BAD_PARAM_DESCRIPTOR_TYPE(2012),
  NOT_SUPPORTED(3000),
  NOT_SUPPORTED_GRAPH_PATTERN(3001),
  NOT_SUPPORTED_SHAPE(3002),
  NOT_SUPPORTED_DATA_TYPE(3003),
  NOT_SUPPORTED_LAYOUT(3004),
  NOT_SUPPORTED_INCOMPATIBLE_CUDA_DRIVER(3005),
  NOT_SUPPORTED_INCOMPATIBLE_CUDART(3006),
  NOT_SUPPORTED_ARCH_MISMATCH(3007),
  NOT_SUPPORTED_RUNTIME_PREREQUISITE_MISSING(3008),
  NOT_SUPPORTED_SUBLIBRARY_UNAVAILABLE(3009),
  NOT_SUPPORTED_SHARED_MEMORY_INSUFFICIENT(3010),
  NOT_SUPPORTED_PADDING(3011),
  NOT_SUPPORTED_BAD_LAUNCH_PARAM(3012),
  NOT_SUPPORTED_CUDA_GRAPH_NATIVE_API(3013),
  NOT_SUPPORTED_INVALID_DYNAMIC_SHAPE(3014),
  INTERNAL_ERROR(4000),
  INTERNAL_ERROR_COMPILATION_FAILED(4001),
  INTERNAL_ERROR_UNEXPECTED_VALUE(4002),
  INTERNAL_ERROR_HOST_ALLOCATION_FAILED(4003),
  INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED(4004),
  INTERNAL_ERROR_BAD_LAUNCH_PARAM(4005),
  INTERNAL_ERROR_TEXTURE_CREATION_FAILED(4006),
  EXECUTION_FAILED(5000),
  EXECUTION_FAILED_CUDA_DRIVER(5001),
  EXECUTION_FAILED_CUBLAS(5002),
  EXECUTION_FAILED_CUDART(5003),
  EXECUTION_FAILED_CURAND(5004);

  private static final int CATEGORY = 1000;

  private final int code;

  CudnnStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The status of a code; empty if it is unknown. */
  static Optional<CudnnStatus> of(int code) {
    return Arrays.stream(values()).filter(status -> status.code == code).findFirst();
  }

  /**
   * Whether a code, known or not, says that cuDNN does not support the request, or that an engine's
   * kernel cannot be compiled here; other engines may work.
   */
  static boolean unsupported(int code) {
    return code / CATEGORY == NOT_SUPPORTED.code / CATEGORY
        || code == INTERNAL_ERROR_COMPILATION_FAILED.code;
  }

  /** The meaning of a code, with its name and number, and the remedy; also for unknown codes. */
  static String describe(int code) {
    return of(code)
        .map(s -> s.text() + " (CUDNN_STATUS_" + s.name() + ", " + code + "); " + remedy(code))
        .orElse("an unknown code (" + code + "); " + remedy(code));
  }

  /**
   * Throws an exception for any code other than success.
   *
   * @param own the library's own message, which may be empty
   * @throws LibraryException unless the code is 0
   */
  static void check(String symbol, int code, Supplier<String> own) {
    if (code != SUCCESS.code) {
      String words = own.get();
      throw new LibraryException(
          symbol,
          code,
          unsupported(code),
          describe(code) + (words.isEmpty() ? "" : " [cuDNN says: " + words + "]"));
    }
  }

  private String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The remedy for a code, by its category. */
  static String remedy(int code) {
    return switch (code / CATEGORY) {
      case 1 ->
          "check that the NVIDIA driver is at least as new as cuDNN's CUDA, that all parts of"
              + " cuDNN have the same version, and that the device has free memory";
      case 3 -> "choose other extents or another precision, or install a newer cuDNN";
      case 4 -> "free memory on host and device; a newer cuDNN may help";
      case 5 -> "look for NVRM and Xid in the kernel's log (dmesg)";
      default -> Remedy.Use.REPORT.text();
    };
  }
}
