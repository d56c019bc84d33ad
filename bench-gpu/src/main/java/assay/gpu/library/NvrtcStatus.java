package assay.gpu.library;

import assay.core.availability.Remedy;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What NVRTC's functions return ({@code nvrtcResult}). */
enum NvrtcStatus {
  SUCCESS(0),
  OUT_OF_MEMORY(1),
  PROGRAM_CREATION_FAILURE(2),
  INVALID_INPUT(3),
  INVALID_PROGRAM(4),
  INVALID_OPTION(5),
  COMPILATION(6),
  BUILTIN_OPERATION_FAILURE(7),
  NO_NAME_EXPRESSIONS_AFTER_COMPILATION(8),
  NO_LOWERED_NAMES_BEFORE_COMPILATION(9),
  NAME_EXPRESSION_NOT_VALID(10),
  INTERNAL_ERROR(11),
  TIME_FILE_WRITE_FAILED(12),
  NO_PCH_CREATE_ATTEMPTED(13),
  PCH_CREATE_HEAP_EXHAUSTED(14),
  PCH_CREATE(15),
  CANCELLED(16),
  TIME_TRACE_FILE_WRITE_FAILED(17);

  private final int code;

  NvrtcStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The status of a code, or empty if it is unknown here. */
  static Optional<NvrtcStatus> of(int code) {
    return Arrays.stream(values()).filter(status -> status.code == code).findFirst();
  }

  /** What a code means, with its name and number, and what helps; codes unknown here too. */
  static String describe(int code) {
    return of(code)
        .map(s -> s.text() + " (" + s.constant() + ", " + code + "); " + s.remedy())
        .orElse("a code unknown here (" + code + "); report it");
  }

  private String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String constant() {
    return this == SUCCESS ? "NVRTC_SUCCESS" : "NVRTC_ERROR_" + name();
  }

  private String remedy() {
    return switch (this) {
      case COMPILATION -> "mend the source";
      case INVALID_OPTION -> "this NVRTC does not know the option or the architecture";
      case OUT_OF_MEMORY -> "free memory on the host";
      case BUILTIN_OPERATION_FAILURE ->
          "install libnvrtc-builtins of the same version beside libnvrtc";
      default -> Remedy.Use.REPORT.text();
    };
  }
}
