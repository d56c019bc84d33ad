package assay.cpu.telemetry.oshi;

import assay.core.telemetry.Channel;
import assay.core.telemetry.CounterSum;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Readings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import oshi.hardware.CentralProcessor.TickType;

/**
 * Busy time of all processors together and, up to 64, of each, s since the machine started. Busy
 * time is the time of user code, the kernel and interrupts, without idle time, I/O wait and steal.
 */
final class LoadGroup implements ChannelGroup {
  /** With more processors only their sum is recorded. */
  static final int MAX_LISTED = 64;

  private static final List<TickType> BUSY =
      List.of(TickType.USER, TickType.NICE, TickType.SYSTEM, TickType.IRQ, TickType.SOFTIRQ);

  private final Supplier<long[][]> ticks;
  private final int listed;
  private final List<Channel> channels;
  private CounterSum sum = new CounterSum(0);
  private double[] busy = new double[0];

  /**
   * Over a machine's processors.
   *
   * @param ticks by processor and {@link TickType}, ms
   * @param processors how many logical processors there are
   */
  LoadGroup(Domain host, int processors, Supplier<long[][]> ticks) {
    this.ticks = ticks;
    this.listed = processors <= MAX_LISTED ? processors : 0;
    List<Channel> all = new ArrayList<>();
    all.add(new Channel.Tally("cpu.busy", host, "s", processors));
    for (int i = 0; i < listed; i++) {
      all.add(new Channel.Tally("cpu-" + i + ".busy", host, "s", 1));
    }
    this.channels = List.copyOf(all);
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public void read(Readings into, int first) {
    long[][] now = ticks.get();
    if (now.length != busy.length) {
      busy = new double[now.length];
      sum = new CounterSum(now.length);
    }
    for (int i = 0; i < now.length; i++) {
      // An offline processor has no ticks of any kind.
      busy[i] = total(now[i]) > 0 ? busyMillis(now[i]) / 1e3 : Double.NaN;
    }
    for (int i = 0; i < listed; i++) {
      one(into, first + 1 + i, i < busy.length ? busy[i] : Double.NaN);
    }
    double total = sum.next(busy);
    if (Double.isNaN(total)) {
      into.missing(first, "OSHI read no processor times");
    } else {
      into.value(first, total);
    }
  }

  private static void one(Readings into, int channel, double busy) {
    if (Double.isNaN(busy)) {
      into.missing(channel, "OSHI read no times for this processor; it may be offline");
    } else {
      into.value(channel, busy);
    }
  }

  private static long busyMillis(long[] ticks) {
    long sum = 0;
    for (TickType type : BUSY) {
      sum += ticks[type.getIndex()];
    }
    return sum;
  }

  private static long total(long[] ticks) {
    long sum = 0;
    for (long tick : ticks) {
      sum += tick;
    }
    return sum;
  }
}
