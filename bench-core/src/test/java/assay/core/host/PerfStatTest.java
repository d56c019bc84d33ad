package assay.core.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.host.PerfStat.Count;
import assay.core.testing.MachineTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerfStatTest {
  @TempDir private Path folder = Path.of("");

  private static String text(String file) throws IOException {
    try (InputStream in = PerfStatTest.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static PerfStat installed() {
    Availability<PerfStat> perf = PerfStat.find();
    assumeTrue(perf instanceof Available, () -> String.valueOf(perf.whyNot()));
    return perf.toOptional().orElseThrow();
  }

  /** A perf that prints what was captured and ends with this status. */
  private PerfStat replaying(String file, int status) throws IOException {
    Path output = Files.writeString(folder.resolve("output"), text(file));
    Path program = folder.resolve("perf");
    Files.writeString(
        program,
        "#!/bin/sh\n[ \"$1\" = --version ] && exit 0\ncat " + output + " >&2\nexit " + status);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    MachineTree.write(folder, "proc/cpuinfo", "vendor_id : AuthenticAMD\nflags : fpu hypervisor\n");
    MachineTree.write(folder, "proc/sys/kernel/perf_event_paranoid", "2");
    return PerfStat.find(program.toString(), new HostRoot(folder)).toOptional().orElseThrow();
  }

  @Test
  void aVirtualMachineWithoutCountersSaysSoForEach() throws IOException {
    Map<String, Availability<Count>> counts = PerfStat.parse(text("perf-stat-virtual.csv"), true);
    assertThat(counts.keySet())
        .containsExactly("task-clock", "cycles", "instructions", "cache-misses", "page-faults");
    assertThat(counts.get("page-faults")).isEqualTo(new Available<>(new Count(49, "", 1, false)));
    assertThat(counts.get("task-clock"))
        .isEqualTo(new Available<>(new Count(3.20, "msec", 1, false)));
    assertThat(counts.get("cycles"))
        .isInstanceOfSatisfying(
            Unavailable.class,
            none ->
                assertThat(none.toText())
                    .contains("cycles is not supported on this virtual machine", "vPMU"));
  }

  @Test
  void withoutPrivilegesOnlyTheProgramIsCounted() throws IOException {
    assertThat(PerfStat.parse(text("perf-stat-virtual-unprivileged.csv"), true))
        .containsEntry("page-faults", new Available<>(new Count(45, "", 1, true)))
        .containsKey("cycles")
        .doesNotContainKey("cycles:u");
  }

  @Test
  void turnsAreAShareAndMetricsAreNoEvents() throws IOException {
    Map<String, Availability<Count>> counts =
        PerfStat.parse(text("perf-stat-multiplexed.csv"), false);
    assertThat(counts)
        .hasSize(8)
        .containsEntry("cycles", new Available<>(new Count(4.21e9, "", 0.5, false)))
        .containsEntry(
            "uncore_imc_0/cas_count_read/", new Available<>(new Count(1536.25, "MiB", 1, false)));
    assertThat(String.valueOf(Objects.requireNonNull(counts.get("cache-misses")).whyNot()))
        .contains("cache-misses was never counted");
    // 1 · 1000 + 8 · 250e6 + 16 · 500e6
    assertThat(PerfEvents.flops(counts)).isEqualTo(new Available<>(1e10 + 1000));
  }

  @Test
  void whatIsNoNumberIsUnavailable() {
    Map<String, Availability<Count>> counts =
        PerfStat.parse("1,5;;a;1;100.00;;\n-1;;b;1;100.00\n1;;c;1;0.00\n\nError:\n", false);
    assertThat(counts.keySet()).containsExactly("a", "b", "c");
    assertThat(counts.values()).allMatch(c -> c instanceof Unavailable);
  }

  @Test
  void aRestrictedKernelIsTheReason() throws IOException {
    Availability<Count> cycles = replaying("perf-stat-restricted.txt", 255).cycles();
    assertThat(cycles)
        .isInstanceOfSatisfying(
            Unavailable.class,
            none -> assertThat(none.toText()).contains("perf_event_paranoid is 2", "sysctl"));
  }

  @Test
  void countersThatAreNotThereAreAReasonToo() throws IOException {
    PerfStat perf = replaying("perf-stat-virtual.csv", 0);
    assertThat(perf.cycles().whyNot()).contains("virtual machine");
    assertThat(perf.counted("page-faults")).isEqualTo(new Available<>(new Count(49, "", 1, false)));
  }

  @Test
  void withoutPerfThereIsARemedy() {
    assertThat(PerfStat.find("/no/such/perf", HostRoot.machine()))
        .isInstanceOfSatisfying(
            Unavailable.class,
            none -> {
              assertThat(none.reason()).contains("/no/such/perf is not installed");
              assertThat(none.remedy()).isInstanceOf(Remedy.AnyOf.class);
            });
  }

  @Test
  void unknownEventsAreToldApart() {
    Map<String, Availability<String>> accepted =
        installed().accepted(List.of("task-clock", "no-such-event"));
    assertThat(accepted).containsEntry("task-clock", new Available<>("task-clock"));
    assertThat(Objects.requireNonNull(accepted.get("no-such-event")).whyNot())
        .contains("event syntax error");
  }

  /** What is done before and after does not count, and what is done between does. */
  @Test
  void aProcessIsCountedWhileItIsEnabled() throws Exception {
    PerfStat perf = installed();
    Process idle = new ProcessBuilder("sleep", "60").start();
    try {
      Optional<Long> own = Optional.of(ProcessHandle.current().pid());
      assertThat(faults(perf, own, "busy")).isPositive();
      assertThat(faults(perf, Optional.of(idle.pid()), "idle")).isZero();
    } finally {
      idle.destroyForcibly();
    }
  }

  private double faults(PerfStat perf, Optional<Long> process, String name) throws IOException {
    try (PerfStat.Session session = perf.watch(List.of("page-faults"), process, folder, name)) {
      session.enable();
      touch();
      session.disable();
      touch();
      Availability<Count> count =
          PerfStat.parse(Files.readString(session.end()), false).get("page-faults");
      return Objects.requireNonNull(count).toOptional().map(Count::value).orElse(0.0);
    }
  }

  /** Touches 2,048 fresh pages: those of a new mapping, since malloc may hand out used ones. */
  private void touch() throws IOException {
    Path file = Files.createTempFile(folder, "pages", null);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer pages = channel.map(FileChannel.MapMode.READ_WRITE, 0, 2048 * 4096L);
      for (int page = 0; page < 2048; page++) {
        pages.put(page * 4096, (byte) 1);
      }
    }
  }

  @Test
  void aProcessThatIsGoneEndsPerfWithItsWords() throws IOException {
    PerfStat perf = installed();
    try (PerfStat.Session session =
        perf.watch(List.of("task-clock"), Optional.of(999_999_999L), folder, "gone")) {
      assertThatThrownBy(session::enable)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("perf stat has ended");
    }
  }
}
