package assay.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.environment.Machines;
import assay.core.testing.MachineTree;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCachesTest {
  private static final long KIB = 1024;
  private static final String CACHE = "sys/devices/system/cpu/cpu0/cache/index";

  @TempDir private Path folder = Path.of("");

  private Availability<Long> read() {
    return HostCaches.bytes(new HostRoot(folder));
  }

  /** Two threads share the first level and four processors the last. */
  @Test
  void aSharedCacheCountsOnceAndOneOfInstructionsNotAtAll() {
    Machines.lay("intel-server-2s", folder);
    assertThat(read())
        .isEqualTo(new Availability.Available<>((4 * 48 + 4 * 2048 + 2 * 61440) * KIB));
    Machines.lay("amd-desktop", folder.resolve("other"));
    assertThat(HostCaches.bytes(new HostRoot(folder.resolve("other"))))
        .isEqualTo(new Availability.Available<>((2 * 32 + 32768) * KIB));
  }

  @Test
  void aMachineThatStatesNoneSaysSo() {
    assertThat(read())
        .isEqualTo(
            new Availability.Unavailable<>("/sys/devices/system/cpu/cpu0/cache does not exist"));
  }

  @Test
  void aSizeThatIsMissingIsNotTakenForNothing() throws IOException {
    MachineTree.write(folder, CACHE + "0/level", "1");
    MachineTree.write(folder, CACHE + "0/type", "Data");
    MachineTree.write(folder, CACHE + "0/size", "32K");
    MachineTree.write(folder, CACHE + "3/level", "3");
    MachineTree.write(folder, CACHE + "3/type", "Unified");
    assertThat(read())
        .isEqualTo(
            new Availability.Unavailable<>("the kernel reports a level 3 cache of unknown size"));
    MachineTree.write(folder, CACHE + "3/size", "8M");
    assertThat(read()).isEqualTo(new Availability.Available<>((32 + 8 * KIB) * KIB));
  }
}
