package assay.gpu.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.core.telemetry.Domain;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A device of NVML, and the queries that are made once.
 *
 * @param nvml the library, initialised
 * @param handle NVML's handle of the device, valid until NVML is shut down
 * @param domain what its channels observe; its device key is the PCI address, such as {@code
 *     0000:3b:00.0}
 * @param arena lives as long as the instrument; holds the memory of repeated readings
 */
record Gpu(Nvml nvml, MemorySegment handle, Domain domain, Arena arena) {
  private static final int TEXT_BYTES = 96;

  /**
   * A result of NVML.
   *
   * @param code NVML's code; the rest is valid only if it is 0
   * @param first the requested number, or the first of two
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

  /** A function of NVML that writes one value of a device. */
  @FunctionalInterface
  interface Getter {
    int get(Nvml nvml, MemorySegment device, MemorySegment out);
  }

  /** A function of NVML that writes two values of a device. */
  @FunctionalInterface
  interface PairGetter {
    int get(Nvml nvml, MemorySegment device, MemorySegment first, MemorySegment second);
  }

  /** A function of NVML that writes a text of a device. */
  @FunctionalInterface
  interface TextGetter {
    int get(Nvml nvml, MemorySegment device, MemorySegment text, int length);
  }

  /** A function of NVML that writes a text of the whole system. */
  @FunctionalInterface
  interface SystemTextGetter {
    int get(MemorySegment text, int length);
  }

  /** Queries an int. */
  Numbers number(Getter getter) {
    return numbers((_, device, first, _) -> getter.get(nvml, device, first));
  }

  /** Queries two ints. */
  Numbers numbers(PairGetter getter) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment first = call.allocate(JAVA_INT);
      MemorySegment second = call.allocate(JAVA_INT);
      int code = getter.get(nvml, handle, first, second);
      int number = first.get(JAVA_INT, 0);
      boolean none = code == NvmlStatus.SUCCESS.code() && Double.isNaN(RawNumber.unsigned(number));
      return new Numbers(none ? NvmlStatus.NO_DATA.code() : code, number, second.get(JAVA_INT, 0));
    }
  }

  /** Queries a text. */
  Text text(TextGetter getter) {
    return systemText((text, length) -> getter.get(nvml, handle, text, length));
  }

  /** Queries a text of the whole system, such as the driver's version. */
  static Text systemText(SystemTextGetter getter) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment text = call.allocate(TEXT_BYTES);
      int code = getter.get(text, TEXT_BYTES);
      return new Text(code, code == NvmlStatus.SUCCESS.code() ? text.getString(0) : "");
    }
  }

  /** Whether it is divided into instances (MIG); false if NVML does not report it. */
  boolean divided() {
    Numbers mig = numbers(Nvml::migMode);
    return mig.given() && mig.first() == 1;
  }
}
