package assay.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.testing.MachineTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTopologyTest {
  @TempDir private Path folder = Path.of("");

  private void cpu(int number, String core) throws IOException {
    MachineTree.write(
        folder, "sys/devices/system/cpu/cpu" + number + "/topology/core_cpus_list", core);
  }

  private void allowed(String list) throws IOException {
    MachineTree.write(folder, "proc/self/status", "Name: java\nCpus_allowed_list:\t" + list);
  }

  private static List<Integer> placed(CpuTopology topology, String allowed) {
    return topology.placement(CpuTopology.list(allowed)).stream()
        .map(CpuTopology.Cpu::number)
        .toList();
  }

  private String described(String allowed) {
    return CpuTopology.read(new HostRoot(folder))
        .describe(CpuTopology.list(allowed))
        .orElse("unavailable");
  }

  /** Two performance cores with two threads each, then two efficiency cores. */
  private void hybrid() throws IOException {
    cpu(0, "0-1");
    cpu(1, "0-1");
    cpu(2, "2-3");
    cpu(3, "2-3");
    cpu(4, "4");
    cpu(5, "5");
    MachineTree.write(folder, "sys/devices/cpu_core/cpus", "0-3");
    MachineTree.write(folder, "sys/devices/cpu_atom/cpus", "4-5");
    MachineTree.write(folder, "sys/devices/system/node/node0/cpulist", "0-5");
  }

  @Test
  void coresOfSeveralKindsAreCountedApart() throws IOException {
    hybrid();
    assertThat(described("0-5"))
        .isEqualTo(
            "2 × efficiency core with 1 thread, 2 × performance core with 2 threads, in 1 memory"
                + " node");
    assertThat(described("0,2")).isEqualTo("2 × performance core with 1 thread, in 1 memory node");
    // The kernel allows processors that are not online.
    assertThat(described("4-4095"))
        .isEqualTo("2 × efficiency core with 1 thread, in 1 memory node");
    assertThat(described("7")).isEqualTo("unavailable");
  }

  @Test
  void everyCoreHasAThreadBeforeOneHasTwoAndFastOnesComeFirst() throws IOException {
    hybrid();
    CpuTopology topology = CpuTopology.read(new HostRoot(folder));
    assertThat(placed(topology, "0-5")).containsExactly(2, 0, 4, 5, 1, 3);
    assertThat(placed(topology, "1,3-9")).containsExactly(1, 3, 4, 5);
    assertThat(topology.placement(new BitSet())).isEmpty();
  }

  @Test
  void nodesAreFilledOneAfterTheOther() throws IOException {
    for (int i = 0; i < 4; i++) {
      cpu(i, String.valueOf(i));
    }
    MachineTree.write(folder, "sys/devices/system/node/node0/cpulist", "0,2");
    MachineTree.write(folder, "sys/devices/system/node/node1/cpulist", "1,3");
    CpuTopology topology = CpuTopology.read(new HostRoot(folder));
    assertThat(placed(topology, "0-3")).containsExactly(2, 0, 1, 3);
    assertThat(described("0-3")).isEqualTo("4 × core with 1 thread, in 2 memory nodes");
    assertThat(topology.nodes(CpuTopology.list("0-3"), 2)).containsExactly(0);
    assertThat(topology.nodes(CpuTopology.list("0-3"), 3)).containsExactlyInAnyOrder(0, 1);
    assertThat(topology.nodes(CpuTopology.list("1,3"), 8)).containsExactly(1);
  }

  @Test
  void armStatesCapacities() throws IOException {
    for (int i = 0; i < 3; i++) {
      cpu(i, String.valueOf(i));
      MachineTree.write(
          folder, "sys/devices/system/cpu/cpu" + i + "/cpu_capacity", i < 2 ? "446" : "1024");
    }
    assertThat(placed(CpuTopology.read(new HostRoot(folder)), "0-2")).containsExactly(2, 1, 0);
    assertThat(described("0-2"))
        .isEqualTo("1 × capacity 1024 core with 1 thread, 2 × capacity 446 core with 1 thread");
  }

  @Test
  void whatIsAllowedIsTheProcesssOwn() throws IOException {
    allowed("0-2,8");
    assertThat(CpuTopology.allowed(new HostRoot(folder)).orNull())
        .isEqualTo(CpuTopology.list("0,1,2,8"));
    MachineTree.write(folder, "proc/self/status", "Name: java");
    assertThat(CpuTopology.allowed(new HostRoot(folder)).whyNot()).contains("Cpus_allowed_list");
  }
}
