package assay.core.testing;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.util.concurrent.locks.LockSupport;

/**
 * A machine whose energy counters move: lays out the {@code /sys} and {@code /proc} of a fictitious
 * processor in a folder and advances its counters in real time, so that reading, unwrapping and
 * refusing can be tried where no counter can be read.
 *
 * <p>By hand, on a folder in memory (on a disk a rename is slow), and then in another terminal
 * Assay with {@code ASSAY_SYSFS_ROOT=/dev/shm/moving}:
 *
 * <pre>
 * java -cp bench-core/target/test-classes assay.core.testing.MovingMachine \
 *     --folder /dev/shm/moving --idle 12 --watts 65
 *
 * --folder DIR         where to lay it out
 * --log FILE           the truth, default DIR/truth.csv
 * --trace NAME         load (default): idle power and the share of busy processors of the machine
 *                      it runs on; constant: --watts; step, sawtooth: from idle to full power
 * --idle W --watts W   idle and full power of each package, default 12 and 65
 * --trace-period S     of step and sawtooth, default 1
 * --load-file FILE     the load is full while this file exists, and otherwise none
 * --period-ms MS       between two updates, default 1
 * --packages N         default 1; each with core (0.7 of its power) and dram (0.1 beside it)
 * --range-uj N         where the counters wrap
 * --seconds S          then it ends; default 3600
 * --stall-at S --stall-for S   package-0 does not count for that time, and loses it
 * --jump-at S          package-0 begins again at 0
 * --vanish-at S        package-0's energy_uj is gone
 * --unreadable-at S    package-0's energy_uj cannot be read
 * </pre>
 *
 * <p>It says {@code ready} when the tree is there. The truth has a line for each update: when by
 * {@link System#nanoTime()}, which processes on Linux share; the energy of package-0 until then in
 * J, faults or not; and the count written for it.
 */
public final class MovingMachine {
  private static final String FIRST = "intel-rapl:0";
  private static final double CORE_SHARE = 0.7;
  private static final double DRAM_SHARE = 0.1;
  private static final double SLOW_FILES_EVERY = 0.1;
  private static final double START_MICROJOULES = 1_000_000;

  private final MovingOptions options;
  private final MovingTree tree;
  private final PowerTrace trace;
  private double joules;
  private double lost;
  private boolean jumped;
  private boolean gone;
  private double slowFilesAt;
  private double slowFilesJoules;

  private MovingMachine(MovingOptions options) {
    this.options = options;
    this.tree = new MovingTree(options.folder(), options.packages());
    this.trace = PowerTrace.of(options);
  }

  /** Runs until its time is over or it is ended. */
  public static void main(String[] args) throws IOException {
    MovingOptions options = MovingOptions.parse(args);
    Files.createDirectories(options.folder());
    new MovingMachine(options).run();
  }

  private void run() throws IOException {
    tree.lay(options.rangeMicrojoules(), options.watts());
    try (Writer log = Files.newBufferedWriter(options.log())) {
      log.write("nanos,joules,count\n");
      long start = System.nanoTime();
      step(log, start, 0, 0);
      System.out.println("ready");
      long period = Math.round(options.periodMillis() * 1e6);
      double before = 0;
      for (long next = start + period; before < options.seconds(); next += period) {
        sleepUntil(next);
        long now = System.nanoTime();
        double seconds = (now - start) / 1e9;
        step(log, now, before, seconds);
        before = seconds;
        // What was missed stays missed, like an update that came late.
        next = Math.max(next, now - period);
      }
    }
  }

  private static void sleepUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void step(Writer log, long now, double from, double to) throws IOException {
    double drawn = trace.joules(from, to);
    joules += drawn;
    boolean stalled = to >= options.stallAt() && to < options.stallAt() + options.stallFor();
    lost += stalled ? drawn : 0;
    if (to >= options.jumpAt() && !jumped) {
      jumped = true;
      lost = joules + START_MICROJOULES / 1e6;
    }
    long count = count(joules - lost);
    log.write(now + "," + joules + "," + count + "\n");
    log.flush();
    writeFirst(to, count);
    writeOthers();
    writeSlowFiles(to);
  }

  private void writeFirst(double now, long count) throws IOException {
    if (gone) {
      return;
    }
    gone = now >= Math.min(options.vanishAt(), options.unreadableAt());
    if (!gone) {
      tree.energy(FIRST, count);
    } else if (now >= options.vanishAt()) {
      tree.vanish(FIRST);
    } else {
      tree.unreadable(FIRST);
    }
  }

  private void writeOthers() throws IOException {
    for (int p = 0; p < options.packages(); p++) {
      String zone = "intel-rapl:" + p;
      if (p > 0) {
        tree.energy(zone, count(joules));
      }
      tree.energy(zone + ":0", count(joules * CORE_SHARE));
      tree.energy(zone + ":1", count(joules * DRAM_SHARE));
    }
  }

  private void writeSlowFiles(double now) throws IOException {
    if (now - slowFilesAt < SLOW_FILES_EVERY) {
      return;
    }
    double watts = (joules - slowFilesJoules) / (now - slowFilesAt);
    double most = Math.max(options.watts() - options.idle(), 1e-9);
    tree.load(Math.clamp((watts - options.idle()) / most, 0, 1));
    slowFilesAt = now;
    slowFilesJoules = joules;
  }

  private long count(double counted) {
    long microjoules = (long) Math.floor(START_MICROJOULES + counted * 1e6);
    return Math.floorMod(microjoules, options.rangeMicrojoules() + 1);
  }
}
