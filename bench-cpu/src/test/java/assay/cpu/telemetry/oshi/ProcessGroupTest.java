package assay.cpu.telemetry.oshi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.core.telemetry.Readings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

@Timeout(60)
class ProcessGroupTest {
  private static Readings read(ProcessGroup group) {
    Readings readings = new Readings(group.channels(), 0);
    group.read(readings, 0);
    return readings;
  }

  private static OSProcess running(AtomicLong started) {
    return (OSProcess)
        Proxy.newProxyInstance(
            ProcessGroupTest.class.getClassLoader(),
            new Class<?>[] {OSProcess.class},
            (proxy, method, arguments) ->
                Map.<String, Object>of(
                        "updateAttributes",
                        true,
                        "getStartTime",
                        started.get(),
                        "getState",
                        OSProcess.State.RUNNING,
                        "getUserTime",
                        1500L,
                        "getKernelTime",
                        250L,
                        "getResidentMemory",
                        4096L)
                    .get(method.getName()));
  }

  @Test
  void processorTimeIsUserAndKernelTime() {
    ProcessGroup group =
        new ProcessGroup(2, new OsProcessReader(pid -> running(new AtomicLong(1000))));
    group.follow(7);
    assertThat(read(group).value(0)).isEqualTo(1.75);
    assertThat(read(group).value(1)).isEqualTo(4096);
  }

  /** An id that has come to a later process: its figures are somebody else's. */
  @Test
  void anotherProcessOfTheSameIdIsNotFollowed() {
    AtomicLong started = new AtomicLong(1000);
    ProcessGroup group = new ProcessGroup(2, pid -> new ProcessReader.Sample(started.get(), 1, 1));
    group.follow(7);
    assertThat(read(group).reason(0)).isNull();
    started.set(60_000);
    assertThat(read(group).reason(0)).isEqualTo("process 7 has ended");
    group.follow(7);
    assertThat(read(group).reason(0)).as("asked to follow the new one").isNull();
  }

  /** The kernel puts a program's name into the line, whatever is in it. */
  @Test
  void aNameThatLooksLikeFieldsIsNone(@TempDir Path folder) throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "there is no /proc");
    Path odd = Files.copy(Path.of("/bin/sleep"), folder.resolve("a) Z 1 (2 3"));
    Process process = new ProcessBuilder(odd.toString(), "600").start();
    try {
      OperatingSystem system = OshiMachine.unmemoized().getOperatingSystem();
      ProcessReader.Sample sample =
          Objects.requireNonNull(
              new PidStatReader(100, 4096, system::getProcess).read((int) process.pid()));
      assertThat(sample.residentBytes()).isBetween(4096.0, 64e6);
      assertThat(sample.cpuSeconds()).isBetween(0.0, 5.0);
    } finally {
      process.destroyForcibly();
    }
  }

  /** What has ended and was not collected still has an id, and a memory of 0. */
  @Test
  void aZombieHasEnded(@TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "there is no /proc");
    Path file = folder.resolve("pid");
    Path go = folder.resolve("go");
    // The shell would collect its child; the program that takes its place does not.
    String child = "until [ -e " + go + " ]; do sleep 0.02; done";
    Process parent =
        new ProcessBuilder("sh", "-c", "(" + child + ") & echo $! > " + file + "; exec sleep 600")
            .start();
    try {
      Path name = Path.of("/proc/" + parent.pid() + "/comm");
      while (!Files.readString(name).strip().equals("sleep")) {
        Thread.sleep(10);
      }
      Files.createFile(go);
      long pid = Long.parseLong(Files.readString(file).strip());
      Path stat = Path.of("/proc/" + pid + "/stat");
      while (!Files.readString(stat).contains(") Z ")) {
        Thread.sleep(10);
      }
      OperatingSystem system = OshiMachine.unmemoized().getOperatingSystem();
      for (ProcessReader reader :
          List.of(
              new PidStatReader(100, 4096, system::getProcess),
              new OsProcessReader(system::getProcess))) {
        assertThat(reader.read((int) pid)).as(reader.toString()).isNull();
        assertThat(reader.read((int) parent.pid())).as(reader.toString()).isNotNull();
      }
    } finally {
      parent.destroyForcibly();
    }
  }
}
