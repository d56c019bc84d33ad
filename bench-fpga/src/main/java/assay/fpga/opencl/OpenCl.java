package assay.fpga.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** OpenCL's functions with every result code checked. */
public final class OpenCl {
  private static final long ALL_DEVICE_TYPES = 0xFFFFFFFFL;
  private static final int PLATFORM_VERSION = 0x0901;
  private static final int PLATFORM_NAME = 0x0902;

  private final ClFunctions functions;

  OpenCl(ClFunctions functions) {
    this.functions = functions;
  }

  ClFunctions functions() {
    return functions;
  }

  /**
   * All platforms that the loader knows.
   *
   * @throws ClException with {@link ClStatus#PLATFORM_NOT_FOUND_KHR} if there is none
   */
  public List<ClPlatform> platforms() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      check("clGetPlatformIDs", functions.getPlatformIds(), 0, MemorySegment.NULL, count);
      int number = count.get(JAVA_INT, 0);
      MemorySegment ids = arena.allocate(ADDRESS, Math.max(1, number));
      check("clGetPlatformIDs", functions.getPlatformIds(), number, ids, count);
      List<ClPlatform> platforms = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        MemorySegment id = ids.getAtIndex(ADDRESS, i);
        platforms.add(
            new ClPlatform(
                this, id, platformText(id, PLATFORM_NAME), platformText(id, PLATFORM_VERSION)));
      }
      return platforms;
    }
  }

  private String platformText(MemorySegment platform, int name) {
    try (Arena arena = Arena.ofConfined()) {
      return text(info("clGetPlatformInfo", functions.getPlatformInfo(), arena, platform, name));
    }
  }

  /** Devices of a platform; throws {@link ClStatus#DEVICE_NOT_FOUND} if it has none. */
  List<ClDevice> devices(MemorySegment platform) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      MethodHandle get = functions.getDeviceIds();
      check("clGetDeviceIDs", get, platform, ALL_DEVICE_TYPES, 0, MemorySegment.NULL, count);
      int number = count.get(JAVA_INT, 0);
      MemorySegment ids = arena.allocate(ADDRESS, Math.max(1, number));
      check("clGetDeviceIDs", get, platform, ALL_DEVICE_TYPES, number, ids, count);
      List<ClDevice> devices = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        devices.add(new ClDevice(this, ids.getAtIndex(ADDRESS, i)));
      }
      return devices;
    }
  }

  /** The value of a property of an object, in the form all {@code clGet…Info} functions have. */
  static MemorySegment info(
      String function, MethodHandle get, SegmentAllocator memory, Object object, int name) {
    MemorySegment size = memory.allocate(JAVA_LONG);
    check(function, get, object, name, 0L, MemorySegment.NULL, size);
    MemorySegment value = memory.allocate(Math.max(1, size.get(JAVA_LONG, 0)), 8);
    check(function, get, object, name, size.get(JAVA_LONG, 0), value, size);
    return value.asSlice(0, size.get(JAVA_LONG, 0));
  }

  /** A C string in a property; some drivers pad it. */
  static String text(MemorySegment value) {
    String all = new String(value.toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    int end = all.indexOf('\0');
    return (end < 0 ? all : all.substring(0, end)).strip();
  }

  /**
   * Calls a function that returns its result code.
   *
   * @throws ClException if that is not success
   */
  static void check(String function, MethodHandle handle, Object... arguments) {
    int code = (int) call(function, handle, arguments);
    if (code != ClStatus.SUCCESS.code()) {
      throw new ClException(function, code, "");
    }
  }

  /**
   * Calls a function that returns an object and writes its result code where its last argument
   * says.
   *
   * @throws ClException if that is not success
   */
  static MemorySegment create(String function, MethodHandle handle, Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment code = arena.allocate(JAVA_INT);
      Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
      all[arguments.length] = code;
      MemorySegment object = (MemorySegment) call(function, handle, all);
      if (code.get(JAVA_INT, 0) != ClStatus.SUCCESS.code()) {
        throw new ClException(function, code.get(JAVA_INT, 0), "");
      }
      return object;
    }
  }

  /** Objects are set up once and kernels run for long: the cost of a generic call is nothing. */
  private static Object call(String function, MethodHandle handle, Object... arguments) {
    try {
      return handle.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException(function + " could not be called", t);
    }
  }
}
