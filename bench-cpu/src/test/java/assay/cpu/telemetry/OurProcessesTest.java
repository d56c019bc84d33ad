package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.host.HostRoot;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import assay.core.testing.MachineTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that come, are followed, and end: played by a model, and for real. */
class OurProcessesTest {
  private static final int OTHERS = 5;
  private static final int PROCESS = 4;
  private static final double TICK = ProcStatPart.SECONDS_PER_TICK;

  @TempDir Path folder;

  /** A machine whose truth is known. */
  private final class Model {
    private final Random random;
    private long busy = 1000;
    private long own = 50;
    private long reaped = 10;
    private long intruder;
    private long child;
    private long childTicks;
    private long nextPid = 100;

    Model(long seed) {
      random = new Random(seed);
    }

    /** Everybody works for a while. */
    void work() {
      int o = random.nextInt(5);
      own += o;
      int i = random.nextInt(3) == 0 ? random.nextInt(20) : 0;
      intruder += i;
      int c = child == 0 ? 0 : random.nextInt(200);
      childTicks += c;
      busy += o + i + c;
    }

    void write() throws IOException {
      MachineTree.write(folder, "proc/stat", "cpu  " + busy + " 0 0 0 0 0 0 0 0 0\ncpu0 0 0");
      stat("self", 7, 1, own, reaped);
      if (child != 0) {
        stat(Long.toString(child), child, 7, childTicks, 0);
      }
    }

    private void stat(String name, long pid, long parent, long ticks, long of) throws IOException {
      MachineTree.write(
          folder,
          "proc/" + name + "/stat",
          pid
              + " (j) S "
              + parent
              + " 1 1 0 -1 0 0 0 0 0 "
              + ticks
              + " 0 0 "
              + of
              + " 20 0 1 0 "
              + pid
              + " 0 0");
    }

    long begin() throws IOException {
      child = nextPid++;
      childTicks = 0;
      write();
      return child;
    }

    void end() throws IOException {
      Files.delete(folder.resolve("proc/" + child + "/stat"));
      Files.delete(folder.resolve("proc/" + child));
      reaped += childTicks;
      child = 0;
    }
  }

  @Test
  void othersAreExactlyTheIntruderThroughManyProcesses() throws IOException {
    for (int round = 0; round < 8; round++) {
      long seed = System.nanoTime();
      Model model = new Model(seed);
      model.write();
      try (Instrument instrument = open(new HostRoot(folder))) {
        read(instrument);
        double process = 0;
        for (int step = 0; step < 60; step++) {
          model.work();
          if (model.child == 0 && model.random.nextInt(3) == 0) {
            instrument.follow(model.begin());
          } else if (model.child != 0 && model.random.nextInt(8) == 0) {
            model.end();
          }
          model.write();
          Readings readings = read(instrument);
          assertThat(readings.value(OTHERS))
              .as("seed %d, step %d", seed, step)
              .isEqualTo(model.intruder * TICK);
          if (readings.reason(PROCESS) == null) {
            assertThat(readings.value(PROCESS)).as("seed %d", seed).isGreaterThanOrEqualTo(process);
            process = readings.value(PROCESS);
          }
        }
      }
      if (model.child != 0) {
        model.end();
      }
    }
  }

  private static Instrument open(HostRoot root) {
    return new ProcStatSource().open(Machine.context(root)).toOptional().orElseThrow().instrument();
  }

  private static Readings read(Instrument instrument) {
    Readings readings = new Readings(instrument.channels(), System.nanoTime());
    instrument.read(readings);
    return readings;
  }

  private static Process worker(long cpuMillis) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                Long.toString(cpuMillis)))
        .redirectErrorStream(true)
        .start();
  }

  @Test
  void seesTheTimeThatRealProcessesUse() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/stat")), "needs Linux's /proc");
    try (Instrument instrument = open(HostRoot.machine())) {
      read(instrument);
      Process followed = worker(500);
      instrument.follow(followed.pid());
      BufferedReader out = followed.inputReader(StandardCharsets.UTF_8);
      assertThat(out.readLine()).isEqualTo("500 ms used");
      Readings during = read(instrument);
      assertThat(during.value(PROCESS)).as("what it used, to a tick").isGreaterThan(0.47);
      followed.getOutputStream().close();
      assertThat(followed.waitFor()).isZero();
      Readings after = read(instrument);
      assertThat(after.reason(PROCESS)).isEqualTo("process " + followed.pid() + " has ended");

      Process stranger = worker(500);
      stranger.getOutputStream().close();
      assertThat(stranger.waitFor()).isZero();
      Readings last = read(instrument);
      // The kernel samples what is busy at its ticks, so half is asked for and not all.
      assertThat(last.value(OTHERS) - after.value(OTHERS))
          .as("a process that is not followed is an intruder")
          .isGreaterThan(0.25);
      assertThat(last.value(0)).isGreaterThan(after.value(0));
    }
  }

  /** What runs in the other JVM. */
  public static final class Worker {
    private Worker() {}

    /** Uses processor time, says so, and waits for the end of its input. */
    public static void main(String[] args) throws IOException {
      var thread = ManagementFactory.getThreadMXBean();
      long wanted = Long.parseLong(args[0]) * 1_000_000;
      double sink = 0;
      while (thread.getCurrentThreadCpuTime() < wanted) {
        sink += Math.sqrt(sink + 1);
      }
      System.out.println(sink > 0 ? args[0] + " ms used" : "nothing");
      while (System.in.read() >= 0) {
        sink++;
      }
    }
  }
}
