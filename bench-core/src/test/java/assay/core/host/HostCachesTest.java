package assay.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.device.CacheLevel;
import assay.core.environment.Machines;
import assay.core.testing.MachineTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
  void aLevelHasOneCacheAndAll() {
    Machines.lay("intel-server-2s", folder);
    assertThat(HostCaches.levels(new HostRoot(folder)))
        .isEqualTo(
            new Availability.Available<>(
                List.of(
                    new CacheLevel(1, 48 * KIB, 4 * 48 * KIB),
                    new CacheLevel(2, 2048 * KIB, 4 * 2048 * KIB),
                    new CacheLevel(3, 61440 * KIB, 2 * 61440 * KIB))));
  }

  /** As of a processor with two kinds of cores. */
  @Test
  void theSmallestCacheOfALevelCounts() throws IOException {
    for (int cpu = 0; cpu < 2; cpu++) {
      String cache = "sys/devices/system/cpu/cpu" + cpu + "/cache/index0";
      MachineTree.write(folder, cache + "/level", "1");
      MachineTree.write(folder, cache + "/type", "Data");
      MachineTree.write(folder, cache + "/size", cpu == 0 ? "48K" : "32K");
      MachineTree.write(folder, cache + "/shared_cpu_list", String.valueOf(cpu));
    }
    assertThat(HostCaches.levels(new HostRoot(folder)))
        .isEqualTo(new Availability.Available<>(List.of(new CacheLevel(1, 32 * KIB, 80 * KIB))));
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
