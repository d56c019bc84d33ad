package assay.fpga.opencl;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A device of a platform. */
public record ClDevice(OpenCl openCl, MemorySegment id) {
  /** Bit of {@link #type()}. */
  public static final long TYPE_CPU = 1 << 1;

  private static final long FP_DENORM = 1;
  private static final int TYPE = 0x1000;
  private static final int SINGLE_FP_CONFIG = 0x101B;
  private static final int GLOBAL_MEM_CACHE_SIZE = 0x101E;
  private static final int GLOBAL_MEM_SIZE = 0x101F;
  private static final int NAME = 0x102B;
  private static final int DRIVER_VERSION = 0x102D;

  /** XRT's query for the address as text, {@code 0000:3b:00.1}. */
  private static final int XILINX_PCIE_BDF = 0x1120;

  /** cl_khr_pci_bus_info: domain, bus, device and function as four cl_uint. */
  private static final int PCI_BUS_INFO_KHR = 0x410F;

  private static final Pattern PCI_ADDRESS =
      Pattern.compile("(?:([0-9a-f]{4}):)?([0-9a-f]{2}:[0-9a-f]{2}\\.[0-7])");

  /** Its name, for example {@code xilinx_u280_gen3x16_xdma_base_1}. */
  public String name() {
    return text(NAME);
  }

  /** Version of its driver. */
  public String driverVersion() {
    return text(DRIVER_VERSION);
  }

  /** Bits of {@code cl_device_type}. */
  public long type() {
    return number(TYPE);
  }

  /** Whether it has subnormal numbers in f32, {@code CL_FP_DENORM}; OpenCL does not ask for it. */
  public boolean keepsSubnormals() {
    try {
      return (number(SINGLE_FP_CONFIG) & FP_DENORM) != 0;
    } catch (ClException e) {
      return false; // It does not say so.
    }
  }

  /** Size of the device's memory in bytes. */
  public long memoryBytes() {
    return number(GLOBAL_MEM_SIZE);
  }

  /** Size of the cache of the device's memory in bytes; 0 if it has none. */
  public long cacheBytes() {
    return number(GLOBAL_MEM_CACHE_SIZE);
  }

  /**
   * The PCI address in lower case with the domain, such as {@code 0000:3b:00.0}; empty if the
   * driver does not report it.
   */
  public Optional<String> pciAddress() {
    return xilinxAddress().or(this::khronosAddress);
  }

  private Optional<String> xilinxAddress() {
    try {
      return parseAddress(text(XILINX_PCIE_BDF));
    } catch (ClException e) {
      return Optional.empty(); // Not XRT, or not a PCI board.
    }
  }

  /** Normalizes a driver's spelling of the address, adding the domain if it is missing. */
  static Optional<String> parseAddress(String text) {
    Matcher matcher = PCI_ADDRESS.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String domain = matcher.group(1) == null ? "0000" : matcher.group(1);
    return Optional.of(domain + ":" + matcher.group(2));
  }

  private Optional<String> khronosAddress() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = info(arena, PCI_BUS_INFO_KHR);
      return value.byteSize() < 4L * Integer.BYTES
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "%04x:%02x:%02x.%x",
                  value.getAtIndex(JAVA_INT, 0),
                  value.getAtIndex(JAVA_INT, 1),
                  value.getAtIndex(JAVA_INT, 2),
                  value.getAtIndex(JAVA_INT, 3)));
    } catch (ClException e) {
      return Optional.empty(); // The extension is optional.
    }
  }

  private MemorySegment info(Arena arena, int name) {
    return OpenCl.info(openCl.functions()::getDeviceInfo, arena, id, name);
  }

  private String text(int name) {
    try (Arena arena = Arena.ofConfined()) {
      return OpenCl.text(info(arena, name));
    }
  }

  private long number(int name) {
    try (Arena arena = Arena.ofConfined()) {
      return info(arena, name).get(JAVA_LONG, 0);
    }
  }
}
