package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.Counted;
import assay.core.host.HostRoot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The memory modules as the firmware lists them: SMBIOS structures of type 17, "Memory Device",
 * whose fields and codes are in DMTF's DSP0134. Only root may read them.
 */
final class MemoryModules {
  private static final String ENTRIES = "sys/firmware/dmi/entries";
  private static final int SIZE = 0x0C;
  private static final int TYPE = 0x12;
  private static final int SPEED = 0x15;
  private static final int EXTENDED_SIZE = 0x1C;
  private static final int CONFIGURED_SPEED = 0x20;
  private static final int SIZE_UNKNOWN = 0xFFFF;
  private static final int SIZE_IS_EXTENDED = 0x7FFF;
  private static final int SIZE_IN_KIB = 0x8000;
  private static final int MIB_PER_GIB = 1024;
  private static final Map<Integer, String> TYPES =
      Map.of(
          0x18, "DDR3", 0x1A, "DDR4", 0x1E, "LPDDR4", 0x20, "HBM", 0x21, "HBM2", 0x22, "DDR5", 0x23,
          "LPDDR5", 0x24, "HBM3");

  private MemoryModules() {}

  static Availability<String> read(HostRoot root) {
    List<String> modules = new ArrayList<>();
    for (String entry : root.list(ENTRIES, "17-\\d+")) {
      switch (root.bytes(entry + "/raw")) {
        case Available<byte[]>(byte[] structure) -> modules.add(describe(structure));
        case Unavailable<byte[]> none -> {
          return none.as();
        }
      }
    }
    return modules.isEmpty()
        ? new Unavailable<>(root.unlisted(ENTRIES, "memory module (17-…)"))
        : new Available<>(Counted.withCounts(modules));
  }

  /** Such as {@code 32 GiB DDR5 at 4800 MT/s}; an empty socket is {@code empty}. */
  static String describe(byte[] structure) {
    Fields fields = new Fields(structure);
    String size = size(fields);
    if (size.equals("empty")) {
      return size;
    }
    int configured = fields.word(CONFIGURED_SPEED);
    int speed = configured == 0 ? fields.word(SPEED) : configured;
    int type = fields.octet(TYPE);
    return size
        + " "
        + TYPES.getOrDefault(type, "of type " + type)
        + (speed == 0 || speed == 0xFFFF ? "" : " at " + speed + " MT/s");
  }

  private static String size(Fields fields) {
    int size = fields.word(SIZE);
    if (size == 0) {
      return "empty";
    }
    if (size == SIZE_UNKNOWN) {
      return "of unknown size";
    }
    if (size == SIZE_IS_EXTENDED) {
      return mebibytes(fields.doubleWord(EXTENDED_SIZE) & Integer.MAX_VALUE);
    }
    return (size & SIZE_IN_KIB) == 0 ? mebibytes(size) : (size & ~SIZE_IN_KIB) + " KiB";
  }

  private static String mebibytes(int mebibytes) {
    return mebibytes % MIB_PER_GIB == 0 ? mebibytes / MIB_PER_GIB + " GiB" : mebibytes + " MiB";
  }

  /**
   * The formatted part of a structure, whose length is its second byte; fields that older firmware
   * lacks read as 0, "not stated".
   */
  private record Fields(byte[] bytes) {
    private static final int LENGTH = 1;

    private boolean has(int offset, int width) {
      return bytes.length > LENGTH
          && offset + width <= Math.min(bytes.length, Byte.toUnsignedInt(bytes[LENGTH]));
    }

    private ByteBuffer buffer() {
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    int octet(int offset) {
      return has(offset, Byte.BYTES) ? Byte.toUnsignedInt(bytes[offset]) : 0;
    }

    int word(int offset) {
      return has(offset, Short.BYTES) ? Short.toUnsignedInt(buffer().getShort(offset)) : 0;
    }

    int doubleWord(int offset) {
      return has(offset, Integer.BYTES) ? buffer().getInt(offset) : 0;
    }
  }
}
