package assay.core.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumaPagesTest {
  @TempDir private Path folder;

  /** Lines in the form that numa(7) describes: 300 KiB and 2 MiB near, 100 KiB far. */
  @Test
  void pagesAreCountedByTheirSize() throws IOException {
    Files.createDirectories(folder.resolve("proc/self"));
    Files.writeString(
        folder.resolve("proc/self/numa_maps"),
        """
        00400000 default file=/usr/bin/java mapped=25 N0=25 kernelpagesize_kB=4
        7f0000000000 interleave:0-1 anon=75 dirty=75 N0=50 N1=25 kernelpagesize_kB=4
        7f8000000000 default huge anon=1 dirty=1 N0=1 kernelpagesize_kB=2048
        7fff00000000 default stack
        """);
    HostRoot root = new HostRoot(folder);
    double all = 300 + 2048 + 100;
    assertThat(NumaPages.remotePercent(root, Set.of(0)))
        .isInstanceOfSatisfying(
            Available.class,
            a -> assertThat((Double) a.value()).isCloseTo(100 * 100 / all, within(1e-9)));
    assertThat(NumaPages.remotePercent(root, Set.of(1)))
        .isInstanceOfSatisfying(
            Available.class,
            a -> assertThat((Double) a.value()).isCloseTo(100 * 2348 / all, within(1e-9)));
  }

  @Test
  void withoutTheFileTheReasonIsGiven() {
    assertThat(NumaPages.remotePercent(new HostRoot(folder), Set.of(0)))
        .isInstanceOf(Unavailable.class);
  }
}
