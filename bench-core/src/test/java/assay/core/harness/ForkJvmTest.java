package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.host.HostRoot;
import assay.core.testing.MachineTree;
import assay.core.testing.NaiveTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkJvmTest {
  private static final String INTERLEAVED = "-XX:+UseNUMAInterleaving";

  @TempDir private Path folder = Path.of("");

  private void cpu(int number) throws IOException {
    MachineTree.write(
        folder, "sys/devices/system/cpu/cpu" + number + "/topology/core_cpus_list", "" + number);
  }

  private void nodes(String... cpus) throws IOException {
    for (int node = 0; node < cpus.length; node++) {
      MachineTree.write(folder, "sys/devices/system/node/node" + node + "/cpulist", cpus[node]);
    }
  }

  private void allowed(String list) throws IOException {
    MachineTree.write(folder, "proc/self/status", "Name: java\nCpus_allowed_list:\t" + list);
  }

  private List<String> args(int threads) {
    return ForkJvm.args(new NaiveTarget(), threads, new HostRoot(folder), Map.of());
  }

  /** Two sockets of two cores. */
  private void twoNodes() throws IOException {
    for (int cpu = 0; cpu < 4; cpu++) {
      cpu(cpu);
    }
    nodes("0-1", "2-3");
    allowed("0-3");
  }

  @Test
  void theHeapIsInterleavedWhereThreadsComputeInSeveralNodes() throws IOException {
    twoNodes();
    assertThat(args(4)).contains(INTERLEAVED, "-XX:+UseSerialGC");
    assertThat(args(3)).contains(INTERLEAVED);
    assertThat(args(99)).as("more threads than processors").contains(INTERLEAVED);
    assertThat(args(2)).as("threads fill one node first").doesNotContain(INTERLEAVED);
  }

  @Test
  void aProcessThatMayUseOneNodeKeepsItsMemoryThere() throws IOException {
    twoNodes();
    allowed("2-3");
    assertThat(args(2)).doesNotContain(INTERLEAVED);
    assertThat(args(4)).doesNotContain(INTERLEAVED);
  }

  @Test
  void oneNodeOrNoneStatedIsNotInterleaved() throws IOException {
    cpu(0);
    cpu(1);
    allowed("0-1");
    assertThat(args(2)).as("no nodes are stated").doesNotContain(INTERLEAVED);
    nodes("0-1");
    assertThat(args(2)).doesNotContain(INTERLEAVED);
  }

  @Test
  void aChosenCollectorIsKept() throws IOException {
    twoNodes();
    assertThat(
            ForkJvm.args(
                new NaiveTarget(),
                4,
                new HostRoot(folder),
                Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseParallelGC")))
        .contains(INTERLEAVED)
        .noneMatch(arg -> arg.endsWith("GC"));
  }
}
