package assay.core.environment;

import static assay.core.environment.Machines.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.host.HostRoot;
import assay.core.record.Comparability;
import assay.core.record.Difference;
import assay.core.record.RunRecord;
import assay.core.telemetry.Facts;
import assay.core.testing.MachineTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fingerprint of this machine, what sources add to it, and what changes it. */
class FingerprintTest {
  private static RunRecord.Environment intel(Path folder, Facts... facts) {
    return Machines.read(Machines.lay("intel-server-2s", folder), facts);
  }

  @Test
  void thisMachineIsReadCompletely(@TempDir Path folder) {
    RunRecord.Environment here = Fingerprint.read(HostRoot.machine());
    assertThat(Machines.questions(here)).isEqualTo(Machines.questions(intel(folder)));
    assertThat(here.identity()).containsEntry("machine", "this machine itself");
    assertThat(here.settings()).containsKeys("jvm.version", "jvm.heapMaximum", "harness");
    assertThat(here.unavailable()).allSatisfy(unknown -> assertThat(unknown.reason()).isNotBlank());
  }

  @Test
  void everyKindOfMachineIsAskedTheSame(@TempDir Path folder) throws IOException {
    for (String machine : Machines.ALL) {
      Path root = Files.createDirectory(folder.resolve(machine));
      assertThat(Machines.questions(Machines.read(Machines.lay(machine, root))))
          .as(machine)
          .isEqualTo(Machines.questions(Machines.read(folder)));
    }
  }

  /** The trees have secrets in every place where a real machine may have some. */
  @Test
  void nothingIdentifiesTheMachineOrHoldsASecret(@TempDir Path folder) throws IOException {
    for (String machine : Machines.ALL) {
      Path root = Files.createDirectory(folder.resolve(machine));
      RunRecord.Environment seen = Machines.read(Machines.lay(machine, root));
      assertThat(seen.toString())
          .as(machine)
          .doesNotContain("TOPSECRET")
          .doesNotContain("0b3e5c22", "4c4c4544", "3f2504e0", "10.20.30", "user-1000");
    }
  }

  @Test
  void theSameMachineReadTwiceIsTheSame(@TempDir Path folder) throws IOException {
    RunRecord.Environment first = intel(folder);
    // State goes on and does not count.
    MachineTree.write(folder, "proc/loadavg", "9.10 9.20 9.30 9/512 5000");
    RunRecord.Environment second = Machines.read(folder);
    assertThat(second.stateHash()).isNotEqualTo(first.stateHash());
    assertThat(Comparability.of(first, second)).isEqualTo(new Comparability.Same());
  }

  @Test
  void anotherGovernorWarnsByName(@TempDir Path folder) throws IOException {
    RunRecord.Environment first = intel(folder);
    MachineTree.write(
        folder, "sys/devices/system/cpu/cpufreq/policy3/scaling_governor", "powersave");
    assertThat(Comparability.of(first, Machines.read(folder)))
        .isEqualTo(
            new Comparability.Warn(
                List.of(),
                List.of(
                    new Difference(
                        "cpu.governor",
                        new Difference.Side.Known("performance"),
                        new Difference.Side.Known("performance × 7, powersave × 1")))));
  }

  @Test
  void anotherProcessorIsAnotherMachine(@TempDir Path folder) throws IOException {
    RunRecord.Environment first = intel(folder);
    Path cpuinfo = folder.resolve("proc/cpuinfo");
    Files.writeString(cpuinfo, Files.readString(cpuinfo).replace("Gold 6430", "Gold 6448Y"));
    assertThat(Comparability.of(first, Machines.read(folder)))
        .isInstanceOfSatisfying(
            Comparability.NotComparable.class,
            verdict ->
                assertThat(verdict.identity())
                    .extracting(Difference::text)
                    .containsExactly(
                        "cpu.model: Intel(R) Xeon(R) Gold 6430 → Intel(R) Xeon(R) Gold 6448Y"));
  }

  /** Another kernel leaves a few MiB more or less, and is no other machine. */
  @Test
  void anotherKernelWarnsOnly(@TempDir Path folder) throws IOException {
    RunRecord.Environment first = intel(folder);
    MachineTree.write(folder, "proc/meminfo", "MemTotal:       263919000 kB");
    MachineTree.write(folder, "proc/sys/kernel/osrelease", "6.13.1-amd64");
    assertThat(Comparability.of(first, Machines.read(folder)))
        .isInstanceOfSatisfying(
            Comparability.Warn.class,
            verdict -> {
              assertThat(verdict.identity()).isEmpty();
              assertThat(verdict.settings())
                  .extracting(Difference::name)
                  .containsExactly("kernel.release");
            });
  }

  @Test
  void aFolderThatStandsForAMachineIsAnotherMachine(@TempDir Path folder) throws IOException {
    Path twin = Files.createDirectory(folder.resolve("twin"));
    RunRecord.Environment first = intel(Files.createDirectory(folder.resolve("first")));
    assertThat(Comparability.of(first, intel(twin)))
        .isInstanceOfSatisfying(
            Comparability.NotComparable.class,
            verdict ->
                assertThat(verdict.identity())
                    .extracting(Difference::text)
                    .containsExactly(
                        "machine: read under " + folder + "/first → read under " + twin));
  }

  @Test
  void sourcesAddWhatTheyKnow(@TempDir Path folder) {
    RunRecord.Environment seen =
        intel(
            folder,
            new Facts(
                Map.of("gpu-0.vbios", "96.00\n", "cpu.model", "Intel(R) Xeon(R) Gold 6430"),
                Map.of("gpu-0.powerLimit", "700 W", "memory.modules", "8 × 32 GiB"),
                Map.of("gpu-0.temperature", "41 °C"),
                Map.of("gpu-0.mig", "not supported\tby this driver", "cpu.vendor", "unknown")));
    assertThat(seen.identity()).containsEntry("gpu-0.vbios", "96.00");
    assertThat(seen.settings())
        .containsEntry("gpu-0.powerLimit", "700 W")
        .containsEntry("memory.modules", "8 × 32 GiB");
    assertThat(seen.state()).containsEntry("gpu-0.temperature", "41 °C");
    assertThat(reason(seen, "gpu-0.mig")).isEqualTo("not supported by this driver");
    // Found elsewhere, so neither of the two is unavailable.
    assertThat(reason(seen, "memory.modules")).isEqualTo("not unavailable");
    assertThat(reason(seen, "cpu.vendor")).isEqualTo("not unavailable");
  }

  @Test
  void sourcesThatDisagreeAreHeard(@TempDir Path folder) {
    Facts facts = new Facts(Map.of("cpu.family", "7"), Map.of(), Map.of(), Map.of());
    RunRecord.Environment seen = intel(folder, facts);
    assertThat(seen.identity()).containsEntry("cpu.family", "6");
    assertThat(reason(seen, "cpu.family/disagreement")).isEqualTo("one source says 6, another 7");
  }

  @Test
  void theHostIsALabelThatIsNotCompared(@TempDir Path folder) throws IOException {
    RunRecord.Environment named = intel(folder);
    assertThat(named.host()).isEqualTo("node17");
    HostRoot root = new HostRoot(folder);
    RunRecord.Environment labelled = Fingerprint.read(root, List.of(), Optional.of(" rack 3\n"));
    assertThat(labelled.host()).isEqualTo("rack 3");
    assertThat(Comparability.of(labelled, Fingerprint.read(root)))
        .isEqualTo(new Comparability.Same());
    assertThatThrownBy(() -> Fingerprint.read(root, List.of(), Optional.of(" ")))
        .hasMessageContaining("label is empty");
    Files.delete(folder.resolve("proc/sys/kernel/hostname"));
    RunRecord.Environment nameless = Machines.read(folder);
    assertThat(nameless.host()).isNull();
    assertThat(reason(nameless, "host")).isEqualTo("/proc/sys/kernel/hostname does not exist");
  }

  @Test
  void whatCannotBeReadSaysWhichFileAndWhy(@TempDir Path folder) throws IOException {
    Path root = Machines.lay("container", folder);
    Path osrelease = root.resolve("proc/sys/kernel/osrelease");
    Files.delete(osrelease);
    Files.createDirectory(osrelease);
    MachineTree.write(root, "proc/cmdline", "");
    MachineTree.write(root, "sys/devices/system/cpu/present", "none");
    RunRecord.Environment seen = Machines.read(root);
    assertThat(reason(seen, "kernel.release"))
        .isEqualTo("/proc/sys/kernel/osrelease cannot be read: Is a directory");
    assertThat(reason(seen, "kernel.commandLine")).isEqualTo("/proc/cmdline is empty");
    assertThat(reason(seen, "cpu.logical"))
        .isEqualTo("/sys/devices/system/cpu/present is not a list of processors: none");
    assertThat(reason(seen, "cpu.governor"))
        .isEqualTo("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor does not exist");
  }

  /** What cannot be read may be a limit, so it is not passed over. */
  @Test
  void aLimitThatCannotBeReadIsNotNoLimit(@TempDir Path folder) throws IOException {
    Path root = Machines.lay("intel-server-2s", folder);
    String group = "sys/fs/cgroup/user.slice/user-1000.slice";
    MachineTree.write(root, group + "/cpu.max", "max 100000");
    RunRecord.Environment before = Machines.read(root);
    assertThat(before.settings()).containsEntry("cgroup.cpu", "no limit");
    MachineTree.write(root, group + "/cpu.max", "plenty");
    Files.delete(root.resolve(group + "/memory.max"));
    Files.createDirectory(root.resolve(group + "/memory.max"));
    RunRecord.Environment seen = Machines.read(root);
    assertThat(reason(seen, "cgroup.cpu"))
        .isEqualTo("/sys/fs/cgroup/…/cpu.max is not a limit: plenty");
    assertThat(reason(seen, "cgroup.memory"))
        .isEqualTo("/sys/fs/cgroup/…/memory.max cannot be read: Is a directory");
  }

  /** Without its topology, as the kernel shows a processor that is offline. */
  private static void offline(Path root, String online, int... processors) throws IOException {
    MachineTree.write(root, "sys/devices/system/cpu/online", online);
    for (int processor : processors) {
      Path folder = root.resolve("sys/devices/system/cpu/cpu" + processor);
      for (String part : List.of("topology", "cache", "cpufreq", "thermal_throttle")) {
        delete(folder.resolve(part));
      }
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path) && !Files.isSymbolicLink(path)) {
      for (Path inside : HostRoot.list(path, "*")) {
        delete(inside);
      }
    }
    Files.deleteIfExists(path);
  }

  @Test
  void anOfflineCoreIsASettingAndNotAnotherMachine(@TempDir Path folder) throws IOException {
    Path root = Machines.lay("intel-server-2s", folder);
    RunRecord.Environment whole = Machines.read(root);
    offline(root, "0-2,4-6", 3, 7);
    RunRecord.Environment seen = Machines.read(root);
    assertThat(seen.identity()).containsEntry("cpu.logical", "8");
    assertThat(reason(seen, "cpu.cores"))
        .isEqualTo(
            "2 of 8 processors are offline, and the kernel shows the topology of the others only");
    assertThat(Comparability.of(whole, seen))
        .isInstanceOfSatisfying(
            Comparability.Warn.class,
            warn -> {
              assertThat(warn.settings()).extracting(Difference::name).contains("cpu.online");
              assertThat(warn.identity()).allMatch(Difference::oneSided);
            });
  }

  @Test
  void anOfflineThreadHidesNothing(@TempDir Path folder) throws IOException {
    Path root = Machines.lay("intel-server-2s", folder);
    RunRecord.Environment whole = Machines.read(root);
    offline(root, "0-6", 7);
    MachineTree.write(root, "sys/devices/system/cpu/cpu3/topology/core_cpus_list", "3");
    RunRecord.Environment seen = Machines.read(root);
    assertThat(seen.identity()).isEqualTo(whole.identity());
    assertThat(seen.settings()).containsEntry("cpu.online", "0-6");
  }

  @Test
  void textThatIsNotUtf8KeepsTheRest(@TempDir Path folder) throws IOException {
    Path root = Machines.lay("intel-server-2s", folder);
    latin1(
        root,
        "proc/cpuinfo",
        "processor\t: 0\nmodel name\t: Xeon\u00ae\nvendor_id\t: GenuineIntel\n");
    latin1(root, "sys/class/dmi/id/product_name", "Caf\u00e9 Server\n");
    RunRecord.Environment seen = Machines.read(root);
    assertThat(seen.identity())
        .containsEntry("cpu.model", "Xeon\uFFFD")
        .containsEntry("cpu.vendor", "GenuineIntel")
        .containsEntry("machine.product", "Caf\uFFFD Server");
  }

  private static void latin1(Path root, String file, String text) throws IOException {
    Files.write(root.resolve(file), text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A sensor without value must not be the highest of several. */
  @Test
  void aTemperatureWithAllBitsSetIsNone(@TempDir Path folder) throws IOException {
    Path root = Machines.lay("intel-server-2s", folder);
    String before = Machines.read(root).state().get("temperatures");
    for (String raw : List.of("4294967295", "255000", "-1")) {
      MachineTree.write(root, "sys/class/hwmon/hwmon0/temp9_input", raw);
      assertThat(Machines.read(root).state()).containsEntry("temperatures", before);
    }
  }
}
