package assay.fpga.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** OpenCL's functions with every result code checked. */
public final class OpenCl {
  private static final long ALL_DEVICE_TYPES = 0xFFFFFFFFL;

  private final ClFunctions functions;

  OpenCl(ClFunctions functions) {
    this.functions = functions;
  }

  ClFunctions functions() {
    return functions;
  }

  /**
   * All platforms of the loader.
   *
   * @throws ClException with {@link ClStatus#PLATFORM_NOT_FOUND_KHR} if there is none
   */
  public List<ClPlatform> platforms() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      functions.getPlatformIds(0, MemorySegment.NULL, count);
      int number = count.get(JAVA_INT, 0);
      MemorySegment ids = arena.allocate(ADDRESS, Math.max(1, number));
      functions.getPlatformIds(number, ids, count);
      List<ClPlatform> platforms = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        platforms.add(new ClPlatform(this, ids.getAtIndex(ADDRESS, i)));
      }
      return platforms;
    }
  }

  /** Devices of a platform; throws {@link ClStatus#DEVICE_NOT_FOUND} if it has none. */
  List<ClDevice> devices(MemorySegment platform) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      functions.getDeviceIds(platform, ALL_DEVICE_TYPES, 0, MemorySegment.NULL, count);
      int number = count.get(JAVA_INT, 0);
      MemorySegment ids = arena.allocate(ADDRESS, Math.max(1, number));
      functions.getDeviceIds(platform, ALL_DEVICE_TYPES, number, ids, count);
      List<ClDevice> devices = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        devices.add(new ClDevice(this, ids.getAtIndex(ADDRESS, i)));
      }
      return devices;
    }
  }

  /** A function that returns a property of an object: the form of all {@code clGet…Info}. */
  @FunctionalInterface
  interface Getter {
    void get(MemorySegment object, int name, long bytes, MemorySegment value, MemorySegment size);
  }

  /** The value of an object's property. */
  static MemorySegment info(
      Getter getter, SegmentAllocator memory, MemorySegment object, int name) {
    MemorySegment size = memory.allocate(JAVA_LONG);
    getter.get(object, name, 0, MemorySegment.NULL, size);
    long bytes = size.get(JAVA_LONG, 0);
    MemorySegment value = memory.allocate(Math.max(1, bytes), Long.BYTES);
    getter.get(object, name, bytes, value, size);
    return value.asSlice(0, size.get(JAVA_LONG, 0));
  }

  /** A property that is a C string; some drivers pad it. */
  static String text(MemorySegment value) {
    String all = new String(value.toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    int end = all.indexOf('\0');
    return (end < 0 ? all : all.substring(0, end)).strip();
  }

  /**
   * Checks a result code.
   *
   * @throws ClException if it is not success
   */
  static void check(String function, int code) {
    if (code != ClStatus.SUCCESS.code()) {
      throw new ClException(function, code, "");
    }
  }

  /**
   * Calls a function that returns an object and writes its result code.
   *
   * @param call takes the address for the code
   * @throws ClException if the code is not success
   */
  static MemorySegment create(String function, UnaryOperator<MemorySegment> call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment code = arena.allocate(JAVA_INT);
      MemorySegment object = call.apply(code);
      check(function, code.get(JAVA_INT, 0));
      return object;
    }
  }
}
