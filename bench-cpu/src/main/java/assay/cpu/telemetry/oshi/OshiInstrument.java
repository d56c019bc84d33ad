package assay.cpu.telemetry.oshi;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Facts;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Reads groups of channels, each as often as its cost allows. */
final class OshiInstrument implements Instrument {
  private record Paced(ChannelGroup group, Pace pace) {}

  /**
   * Clocks of the reading thread, both in ns.
   *
   * @param now as {@link System#nanoTime()}
   * @param spent CPU time of this thread: the cost of a reading, however often it is interrupted
   */
  record Clock(LongSupplier now, LongSupplier spent) {
    /** The system's clocks. */
    static Clock system() {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      return threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
          ? new Clock(System::nanoTime, threads::getCurrentThreadCpuTime)
          : new Clock(System::nanoTime, System::nanoTime);
    }
  }

  private final List<Paced> groups = new ArrayList<>();
  private final List<Channel> channels = new ArrayList<>();
  private final ProcessGroup process;
  private final Clock clock;
  private final Supplier<Facts> facts;

  /**
   * Reads {@code groups} and then {@code process}.
   *
   * @param facts queried once for the fingerprint
   */
  OshiInstrument(
      List<ChannelGroup> groups, ProcessGroup process, Clock clock, Supplier<Facts> facts) {
    List<ChannelGroup> all = new ArrayList<>(groups);
    all.add(process);
    for (ChannelGroup group : all) {
      this.groups.add(new Paced(group, new Pace()));
      this.channels.addAll(group.channels());
    }
    this.process = process;
    this.clock = clock;
    this.facts = facts;
  }

  @Override
  public List<Channel> channels() {
    return List.copyOf(channels);
  }

  @Override
  public void read(Readings into) {
    read(into, false);
  }

  /** Reads everything, however recently it was read. */
  void readAll(Readings into) {
    read(into, true);
  }

  private void read(Readings into, boolean all) {
    int first = 0;
    for (Paced paced : groups) {
      long now = clock.now.getAsLong();
      if (all || paced.pace.due(now)) {
        read(paced.group, into, first, cost -> paced.pace.took(now, cost));
      } else {
        paced.group.missing(into, first, paced.pace.reason());
      }
      first += paced.group.channels().size();
    }
  }

  private void read(ChannelGroup group, Readings into, int first, LongConsumer cost) {
    long before = clock.spent.getAsLong();
    try {
      group.read(into, first);
    } catch (RuntimeException | LinkageError e) {
      group.missing(into, first, "OSHI failed: " + e);
    }
    cost.accept(clock.spent.getAsLong() - before);
  }

  @Override
  public Facts facts() {
    return facts.get();
  }

  @Override
  public void follow(long pid) {
    process.follow(pid);
  }

  /** Nothing to release. */
  @Override
  public void close() {}
}
