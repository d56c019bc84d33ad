package assay.gpu.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.core.telemetry.Domain;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A device under NVML, and the questions that are put to it once.
 *
 * @param nvml the library, initialised
 * @param handle NVML's handle of the device, valid until NVML is shut down
 * @param domain what its channels observe; its device key is the PCI address, such as {@code
 *     0000:3b:00.0}
 * @param arena lives as long as the instrument; what is read again and again has its memory here
 */
record Gpu(Nvml nvml, MemorySegment handle, Domain domain, Arena arena) {
  private static final int TEXT_BYTES = 96;

  /**
   * An answer of NVML.
   *
   * @param code NVML's code; the rest counts only if it is 0
   * @param first the number asked for, or the first of two
   * @param second the second number
   */
  record Numbers(int code, int first, int second) {
    boolean given() {
      return code == NvmlStatus.SUCCESS.code();
    }
  }

  /** A text, if NVML's code is 0. */
  record Text(int code, String text) {}

  /** Its name in channels and records, such as {@code gpu-0}. */
  String id() {
    return domain.id();
  }

  /** Asks for an int. */
  Numbers number(NvmlFunction function) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment number = call.allocate(JAVA_INT);
      int code = nvml.call(function, handle, number);
      return new Numbers(code, number.get(JAVA_INT, 0), 0);
    }
  }

  /** Asks for two ints. */
  Numbers numbers(NvmlFunction function) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment first = call.allocate(JAVA_INT);
      MemorySegment second = call.allocate(JAVA_INT);
      int code = nvml.call(function, handle, first, second);
      return new Numbers(code, first.get(JAVA_INT, 0), second.get(JAVA_INT, 0));
    }
  }

  /** Asks for a text. */
  Text text(NvmlFunction function) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment text = call.allocate(TEXT_BYTES);
      int code = nvml.call(function, handle, text, TEXT_BYTES);
      return new Text(code, code == NvmlStatus.SUCCESS.code() ? text.getString(0) : "");
    }
  }

  /** Whether it is divided into instances (MIG); false where NVML does not say. */
  boolean divided() {
    Numbers mig = numbers(NvmlFunction.MIG_MODE);
    return mig.given() && mig.first() == 1;
  }
}
