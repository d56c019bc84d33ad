package assay.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.testing.MachineTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadPlacesTest {
  @TempDir private Path folder = Path.of("");

  @AfterEach
  void nothingIsPinnedAfterwards() {
    ThreadPlaces.begin(new HostRoot(folder), Integer.MAX_VALUE);
  }

  private static BitSet allowedHere() throws IOException {
    String status = Files.readString(Path.of("/proc/thread-self/status"));
    return CpuTopology.list(status.replaceFirst("(?s).*Cpus_allowed_list:\\s*(\\S+).*", "$1"));
  }

  /** A thread of its own, whose processors no other test inherits. */
  @Test
  void aThreadIsPinnedToItsPlaceWhileItIsTimed() throws Exception {
    HostRoot machine = HostRoot.machine();
    Assumptions.assumeTrue(machine.exists("proc/thread-self/status"), "no /proc");
    ThreadPlaces.begin(machine, 1);
    BitSet before = allowedHere();
    AtomicReference<BitSet> timed = new AtomicReference<>(new BitSet());
    AtomicReference<BitSet> after = new AtomicReference<>(new BitSet());
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                ThreadPlaces.lead();
                ThreadPlaces.timingBegins();
                timed.set(allowedHere());
                ThreadPlaces.timingEnds();
                after.set(allowedHere());
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    thread.join();
    String how = ThreadPlaces.describe();
    Assumptions.assumeTrue(how.startsWith("threads pinned to "), how);
    int place = CpuTopology.read(machine).placement(before).getFirst().number();
    assertThat(how).isEqualTo("threads pinned to processors " + place);
    assertThat(timed.get()).isEqualTo(CpuTopology.list(String.valueOf(place)));
    assertThat(after.get()).isEqualTo(before);
    assertThat(allowedHere()).isEqualTo(before);
  }

  @Test
  void moreThreadsThanProcessorsAreLeftToTheScheduler() throws IOException {
    MachineTree.write(folder, "sys/devices/system/cpu/cpu0/topology/core_cpus_list", "0");
    MachineTree.write(folder, "proc/self/status", "Cpus_allowed_list:\t0");
    ThreadPlaces.begin(new HostRoot(folder), 2);
    assertThat(ThreadPlaces.describe())
        .isEqualTo("threads not pinned: 2 threads, but the kernel shows 1 processors for them");
  }

  /**
   * Pinned to two of 64 processors, a team with the time of two would wait for other containers.
   */
  @Test
  void aTeamWithAQuotaIsLeftToTheScheduler() throws IOException {
    for (int cpu = 0; cpu < 4; cpu++) {
      MachineTree.write(
          folder,
          "sys/devices/system/cpu/cpu" + cpu + "/topology/core_cpus_list",
          String.valueOf(cpu));
    }
    MachineTree.write(folder, "proc/self/status", "Cpus_allowed_list:\t0-3");
    MachineTree.write(folder, "proc/self/cgroup", "0::/");
    MachineTree.write(folder, "sys/fs/cgroup/cgroup.controllers", "cpu");
    MachineTree.write(folder, "sys/fs/cgroup/cpu.max", "200000 100000");
    ThreadPlaces.begin(new HostRoot(folder), 2);
    assertThat(ThreadPlaces.describe())
        .isEqualTo("threads not pinned: a quota allows less time than the processors have");
  }
}
