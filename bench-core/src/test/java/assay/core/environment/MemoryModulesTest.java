package assay.core.environment;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.host.HostRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SMBIOS structures written field by field after DSP0134, section 7.18. */
class MemoryModulesTest {
  private static final int LENGTH = 0x28;

  private static byte[] module(int size, int type, int speed, long extended, int configured) {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH + 20).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(0, (byte) 17).put(1, (byte) LENGTH);
    bytes.putShort(0x0C, (short) size).put(0x12, (byte) type).putShort(0x15, (short) speed);
    bytes.put(0x18, (byte) 3).putInt(0x1C, (int) extended).putShort(0x20, (short) configured);
    bytes.put(LENGTH, "SN-TOPSECRET".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return bytes.array();
  }

  @Test
  void sizesTypesAndSpeeds() {
    assertThat(MemoryModules.describe(module(16384, 0x1A, 3200, 0, 2933)))
        .isEqualTo("16 GiB DDR4 at 2933 MT/s");
    assertThat(MemoryModules.describe(module(0x7FFF, 0x22, 5600, 65536, 0)))
        .isEqualTo("64 GiB DDR5 at 5600 MT/s");
    assertThat(MemoryModules.describe(module(0x8000 | 512, 0x03, 0, 0, 0)))
        .isEqualTo("512 KiB of type 3");
    assertThat(MemoryModules.describe(module(1000, 0x22, 0xFFFF, 0, 0))).isEqualTo("1000 MiB DDR5");
    assertThat(MemoryModules.describe(module(0, 0x02, 0, 0, 0))).isEqualTo("empty");
    assertThat(MemoryModules.describe(module(0xFFFF, 0x22, 0, 0, 0)))
        .isEqualTo("of unknown size DDR5");
  }

  /** SMBIOS 2.1 ends before the speeds; bytes behind the structure's length are texts. */
  @Test
  void anOldStructureIsNotReadBeyondItsEnd() {
    byte[] old = module(1024, 0x18, 1600, 0, 1333);
    old[1] = 0x15;
    assertThat(MemoryModules.describe(old)).isEqualTo("1 GiB DDR3");
    assertThat(MemoryModules.describe(new byte[0])).isEqualTo("empty");
  }

  @Test
  void modulesAreCountedWithoutTheirSerialNumbers(@TempDir Path folder) throws IOException {
    byte[] full = module(0x7FFF, 0x22, 4800, 32768, 4800);
    byte[][] slots = {full, module(0, 2, 0, 0, 0), full};
    for (int i = 0; i < slots.length; i++) {
      Path entry = folder.resolve("sys/firmware/dmi/entries/17-" + i);
      Files.createDirectories(entry);
      Files.write(entry.resolve("raw"), slots[i]);
    }
    assertThat(MemoryModules.read(new HostRoot(folder)))
        .isEqualTo(new Availability.Available<>("2 × 32 GiB DDR5 at 4800 MT/s, 1 × empty"));
  }
}
