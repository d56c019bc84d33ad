package assay.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Power that follows this machine's load: idle power and, on top, the share of busy processors; or,
 * with a load file, all of it while that file exists.
 */
final class LoadTrace implements PowerTrace {
  /** The kernel counts processor time in hundredths of a second. */
  private static final double LOOKS_EVERY = 0.1;

  private static final Path STAT = Path.of("/proc/stat");

  private final double idle;
  private final double load;
  private final @Nullable Path loadFile;
  private double watts;
  private double looked = Double.NEGATIVE_INFINITY;
  private long busy;
  private long total;

  LoadTrace(double idle, double load, @Nullable Path loadFile) {
    this.idle = idle;
    this.load = load;
    this.loadFile = loadFile;
    this.watts = idle;
  }

  @Override
  public double joules(double from, double to) {
    if (from - looked >= LOOKS_EVERY) {
      looked = from;
      watts = idle + (load - idle) * share();
    }
    return watts * (to - from);
  }

  private double share() {
    return loadFile == null ? busyShare() : Files.exists(loadFile) ? 1 : 0;
  }

  private double busyShare() {
    long[] now = processorTimes();
    double share = total == 0 ? 0 : (double) (now[0] - busy) / Math.max(1, now[1] - total);
    busy = now[0];
    total = now[1];
    return Math.clamp(share, 0, 1);
  }

  /** Busy and total time of all processors since the machine started, in ticks. */
  private static long[] processorTimes() {
    try {
      String all = Files.readAllLines(STAT).getFirst();
      List<Long> ticks = List.of(all.split("\\s+")).stream().skip(1).map(Long::valueOf).toList();
      // user nice system idle iowait irq softirq steal; guest time is in user already.
      long sum = ticks.stream().limit(8).mapToLong(Long::longValue).sum();
      return new long[] {sum - ticks.get(3) - ticks.get(4), sum};
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
