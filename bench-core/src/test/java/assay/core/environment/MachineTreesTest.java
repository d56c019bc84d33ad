package assay.core.environment;

import static assay.core.environment.Machines.reason;
import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.RunRecord;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from four machines that are laid out from text. */
class MachineTreesTest {
  @TempDir private Path folder = Path.of("");

  private RunRecord.Environment read(String machine) {
    return Machines.read(Machines.lay(machine, folder));
  }

  @Test
  void identityOfAServerWithTwoSockets() {
    assertThat(read("intel-server-2s").identity())
        .containsEntry("machine", "read under " + folder.toAbsolutePath())
        .containsEntry("machine.vendor", "Example Computer")
        .containsEntry("machine.product", "Server X2")
        .containsEntry("machine.board", "Example Boards B-2S")
        .containsEntry("cpu.model", "Intel(R) Xeon(R) Gold 6430")
        .containsEntry("cpu.vendor", "GenuineIntel")
        .containsEntry("cpu.family", "6")
        .containsEntry("cpu.modelNumber", "143")
        .containsEntry("cpu.stepping", "8")
        .containsEntry("architecture", "x86_64")
        .containsEntry("cpu.sockets", "2")
        .containsEntry("cpu.cores", "4")
        .containsEntry("cpu.logical", "8")
        .containsEntry(
            "cpu.caches",
            "4 × L1 Data 48K, 4 × L1 Instruction 32K, 4 × L2 Unified 2048K, 2 × L3 Unified 61440K")
        .containsEntry("memory.size", "252 GiB")
        .containsEntry("memory.nodes", "node0 126 GiB, node1 126 GiB")
        // The card could do 16 lanes and its port 8; the VGA of the board's controller has no link.
        .containsEntry(
            "accelerators",
            "1 × 10de:2330 (10de:16c1) class 0302 PCIe 5 x8,"
                + " 1 × 1a03:2000 (1a03:2000) class 0300 PCIe link not stated");
  }

  @Test
  void settingsOfAServerWithTwoSockets() {
    assertThat(read("intel-server-2s").settings())
        .containsEntry("firmware.vendor", "Example Firmware")
        .containsEntry("firmware.version", "2.4.1")
        .containsEntry("firmware.date", "03/14/2026")
        .containsEntry("hypervisor", "none")
        .containsEntry("container", "no sign of one")
        .containsEntry(
            "cpu.simd",
            "amx_bf16 amx_int8 amx_tile avx avx2 avx512_bf16 avx512_fp16 avx512_vnni avx512bw"
                + " avx512dq avx512f avx512vl f16c fma sse4_1 sse4_2")
        .containsEntry("cpu.microcode", "0x2b000571")
        .containsEntry("cpu.governor", "performance")
        .containsEntry("cpu.scalingDriver", "intel_pstate")
        .containsEntry("cpu.energyPreference", "performance")
        .containsEntry("cpu.clockLimits", "800000 to 3400000 kHz")
        .containsEntry("cpu.boost", "off")
        .containsEntry("cpu.idleDriver", "intel_idle")
        .containsEntry("cpu.idleStates", "POLL 0 µs, C1 1 µs, C1E 2 µs, C6 290 µs disabled")
        .containsEntry("cpu.smt", "on")
        .containsEntry("cpu.online", "0-7")
        .containsEntry(
            "power.limits",
            "package-0 long_term 270 W, package-0 short_term 324 W,"
                + " package-1 long_term 270 W, package-1 short_term 324 W")
        .containsEntry("os.release", "Example Linux 13 (server)")
        .containsEntry("kernel.release", "6.12.8-amd64")
        .containsEntry(
            "kernel.commandLine",
            "BOOT_IMAGE=/vmlinuz-6.12.8-amd64 root=(masked) ro quiet isolcpus=4-7 ip=(masked)"
                + " rd.luks.key=(masked) ds=(masked) init=(masked)")
        .containsEntry("kernel.clocksource", "tsc")
        .containsEntry("kernel.addressRandomisation", "2")
        .containsEntry("mitigations.meltdown", "Not affected")
        .containsEntry("memory.transparentHugepages", "madvise")
        .containsEntry("memory.hugepages", "1024 × 2048kB, 0 × 1048576kB")
        .containsEntry("memory.numaBalancing", "1")
        .containsEntry("memory.swappiness", "10")
        .containsEntry("memory.swap", "on: partition of 8388604 KiB")
        .containsEntry("cgroup.cpu", "no limit")
        .containsEntry("cgroup.memory", "137438953472 bytes")
        .containsEntry("process.affinity", "processors 0-7, memory nodes 0-1")
        .containsEntry("jvm.variables", "none");
  }

  @Test
  void stateOfAServerWithTwoSockets() {
    RunRecord.Environment seen = read("intel-server-2s");
    assertThat(seen.state())
        .containsEntry("load.average", "0.10 0.20 0.30")
        .containsEntry("load.runQueue", "2 runnable of 512 threads")
        .containsEntry("load.pressure.io", "some 0.50 %, full 0.00 %")
        .containsEntry("memory.total", "263921576 KiB")
        .containsEntry("memory.available", "250000000 KiB")
        .containsEntry("uptime", "25 h")
        .containsEntry(
            "temperatures",
            "x86_pkg_temp 45.0 °C, x86_pkg_temp 47.5 °C, coretemp 45.0 °C (highest of 2)")
        .containsEntry("cpu.clock", "2100 to 2800 MHz, mean 2450")
        .containsEntry("cpu.throttles", "since boot: at most 3 per core, at most 4 per package")
        .containsEntry("memory.errors", "3 corrected, 0 uncorrected")
        .containsEntry("accelerator.0000:3b:00.0.link", "PCIe 1 x8");
    assertThat(reason(seen, "power.supply")).isEqualTo("/sys/class/power_supply is empty");
    assertThat(reason(seen, "memory.modules"))
        .isEqualTo("/sys/firmware/dmi/entries does not exist");
    assertThat(reason(seen, "machine.instanceType"))
        .isEqualTo("/sys/class/dmi/id of 'Example Computer' gives no instance type");
  }

  @Test
  void aDesktopWhoseProcessorsAreNotSetTheSame() {
    RunRecord.Environment seen = read("amd-desktop");
    assertThat(seen.identity())
        .containsEntry("cpu.cores", "2")
        .containsEntry("cpu.logical", "4")
        .containsEntry("memory.size", "62 GiB")
        .containsEntry("memory.nodes", "1")
        .containsEntry("machine.board", "X670")
        .containsEntry("accelerators", "2 × 1002:744c (1002:0e3b) class 0300 PCIe 4 x16");
    assertThat(seen.settings())
        // One processor is switched off and has no cpufreq.
        .containsEntry("cpu.governor", "performance × 2, not readable × 1, powersave × 1")
        .containsEntry("cpu.online", "0-1,3")
        .containsEntry("cpu.boost", "on")
        .containsEntry("cpu.simd", "avx avx2 avx512_bf16 avx512f f16c fma sse4_1 sse4_2")
        .containsEntry("power.profile", "balanced")
        .containsEntry("memory.swap", "off")
        // The group has 3 processors, but the one above it only 2.5.
        .containsEntry("cgroup.cpu", "2.500 processors")
        .containsEntry("cgroup.memory", "no limit")
        .containsEntry("process.affinity", "processors 0-3");
    assertThat(seen.state())
        .containsEntry("temperatures", "k10temp 51.3 °C")
        .containsEntry("power.supply", "Mains on, Battery Not charging 81 %");
    assertThat(reason(seen, "os.release")).isEqualTo("/etc/os-release has no PRETTY_NAME");
    assertThat(reason(seen, "load.average")).isEqualTo("/proc/loadavg has too few fields");
  }

  @Test
  void anArmServer() {
    RunRecord.Environment seen = read("arm-server");
    assertThat(seen.identity())
        .containsEntry("cpu.model", "implementer 0x41 part 0xd0c")
        .containsEntry("cpu.vendor", "0x41")
        .containsEntry("cpu.family", "8")
        .containsEntry("cpu.modelNumber", "0xd0c")
        .containsEntry("cpu.stepping", "r0x3p1")
        .containsEntry("architecture", "aarch64")
        .containsEntry("accelerators", "1 × 1d94:0001 (1d94:0002) class 1200 PCIe link not stated");
    assertThat(seen.settings())
        .containsEntry("cpu.simd", "asimd asimddp asimdhp asimdrdm")
        .containsEntry("cpu.smt", "notimplemented")
        .containsEntry("cgroup.cpu", "no limit");
    assertThat(reason(seen, "cpu.microcode")).startsWith("/proc/cpuinfo has no 'microcode'; /sys");
    assertThat(reason(seen, "hypervisor")).startsWith("only x86 processors have a flag");
  }

  @Test
  void aContainerInACloud() {
    RunRecord.Environment seen = read("container");
    assertThat(seen.host()).isEqualTo("(masked)");
    assertThat(seen.identity())
        .containsEntry("machine.instanceType", "m7i.large")
        .containsEntry("cpu.cores", "1")
        .containsEntry("accelerators", "none");
    assertThat(seen.settings())
        .containsEntry("hypervisor", "present, kind not stated, DMI vendor Amazon EC2")
        .containsEntry("container", "docker (/.dockerenv)")
        .containsEntry("cgroup.cpu", "1.500 processors")
        .containsEntry("cgroup.memory", "2147483648 bytes")
        .containsEntry(
            "kernel.commandLine",
            "root=(masked) nvme_core.io_timeout=4294967295 password=(masked)");
    assertThat(reason(seen, "process.affinity")).isEqualTo("/proc/self/status does not exist");
    assertThat(reason(seen, "mitigations")).contains("vulnerabilities does not exist");
  }
}
