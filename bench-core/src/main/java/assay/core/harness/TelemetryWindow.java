package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.record.Gauge;
import assay.core.record.Interference;
import assay.core.record.Throttle;
import assay.core.telemetry.Attribution;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Growth;
import assay.core.telemetry.InterferenceKind;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.Point;
import assay.core.telemetry.Snapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the instruments read between the first and the last counted iteration: gauges, throttling
 * and interference. A pure function of the snapshots.
 */
final class TelemetryWindow {
  private static final double NANOS = 1e-9;

  /** Below this the CPU share of other processes is normal operating system background. */
  private static final double MIN_PERCENT = 1;

  /** A clock that changed by more than this between two readings has drifted. */
  static final double DRIFT_PERCENT = 5;

  private static final Set<InterferenceKind> THROTTLES =
      EnumSet.of(
          InterferenceKind.THERMAL,
          InterferenceKind.POWER_BRAKE,
          InterferenceKind.HARDWARE_SLOWDOWN,
          InterferenceKind.POWER_CAP,
          InterferenceKind.CGROUP_QUOTA);

  private final List<OpenSources.Opened> instruments;
  private final List<Snapshot> snapshots;
  private final int processors;
  private final Map<String, Gauge> gauges = new LinkedHashMap<>();
  private final Map<InterferenceKind, Double> seconds = new EnumMap<>(InterferenceKind.class);
  private final List<Interference> interference = new ArrayList<>();

  /**
   * Evaluates a window.
   *
   * @param snapshots the snapshots of the window, including both edges
   * @param processors number of processors of the machine, at least 1
   */
  TelemetryWindow(
      List<OpenSources.Opened> instruments,
      List<Snapshot> snapshots,
      Attribution attribution,
      int processors) {
    this.instruments = instruments;
    this.snapshots = snapshots;
    this.processors = processors;
    for (int i = 0; i < instruments.size(); i++) {
      List<Channel> channels = instruments.get(i).instrument().channels();
      for (int c = 0; c < channels.size(); c++) {
        if (attribution.concerns(channels.get(c).domain())) {
          look(i, c, channels.get(c));
        }
      }
    }
    for (InterferenceKind kind : THROTTLES) {
      double s = seconds.getOrDefault(kind, 0.0);
      if (s > 0) {
        interference.add(new Interference(kind, s, "s", "the measured window"));
      }
    }
  }

  Availability<Map<String, Gauge>> gauges() {
    return gauges.isEmpty()
        ? new Availability.Unavailable<>(
            "no telemetry source here has a value in the measured window")
        : new Availability.Available<>(gauges);
  }

  Availability<Throttle> throttle() {
    return seconds.isEmpty()
        ? new Availability.Unavailable<>("no telemetry source here reports throttling")
        : new Availability.Available<>(Throttle.of(seconds));
  }

  List<Interference> interference() {
    return interference;
  }

  private void look(int instrument, int index, Channel channel) {
    List<Point> points = points(snapshots, instrument, index);
    if (points.isEmpty()) {
      return;
    }
    String name = name(instrument, channel);
    switch (channel) {
      case Channel.Gauge gauge -> gauge(name, gauge.unit(), points, gauge);
      case Channel.Power power -> gauge(name, power.unit(), points, power);
      case Channel.Tally tally -> tally(name, tally, points);
      case Channel.Flag flag -> flag(flag, points);
      case Channel.CauseTally tally -> causeTally(tally, points);
      case Channel.EnergyCounter counter -> {
        // Energy has its own window, in which only the workload runs.
      }
    }
  }

  /** If two sources read the same channel, the second is qualified with its source's name. */
  private String name(int instrument, Channel channel) {
    return gauges.containsKey(channel.id())
        ? instruments.get(instrument).source() + ":" + channel.id()
        : channel.id();
  }

  /** The readings of a channel that have a value. */
  static List<Point> points(List<Snapshot> snapshots, int instrument, int channel) {
    List<Point> points = new ArrayList<>();
    for (Snapshot snapshot : snapshots) {
      Point point = snapshot.point(instrument, channel);
      if (point != null && point.reason() == null) {
        points.add(point);
      }
    }
    return points;
  }

  private void gauge(String name, String unit, List<Point> points, Channel channel) {
    var statistics = points.stream().mapToDouble(Point::value).summaryStatistics();
    double low = statistics.getMin();
    double high = statistics.getMax();
    double mean = Math.clamp(statistics.getAverage(), low, high);
    gauges.put(name, new Gauge(unit, mean, low, high, points.size()));
    double moved = mean > 0 ? 100 * (high - low) / mean : 0;
    if (channel.unit().equals("Hz") && name.endsWith("mean") && moved > DRIFT_PERCENT) {
      interference.add(
          new Interference(InterferenceKind.CLOCK_DRIFT, moved, "%", channel.domain().id()));
    }
  }

  private void tally(String name, Channel.Tally tally, List<Point> points) {
    Growth growth = Growth.of(points);
    if (!growth.known()) {
      return;
    }
    if (tally.capacity() == 0) {
      double amount = growth.amount();
      gauges.put(name, new Gauge(tally.unit(), amount, amount, amount, 1));
      return;
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    int intervals = 0;
    for (int i = 1; i < points.size(); i++) {
      Growth interval = Growth.between(points.get(i - 1), points.get(i));
      if (interval.known()) {
        double share = interval.percent(tally.capacity());
        low = Math.min(low, share);
        high = Math.max(high, share);
        intervals++;
      }
    }
    double mean = Math.clamp(growth.percent(tally.capacity()), low, high);
    gauges.put(name, new Gauge("%", mean, low, high, intervals));
  }

  /** A flag covers the time since the previous reading. */
  private void flag(Channel.Flag flag, List<Point> points) {
    double active = 0;
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).value() != 0) {
        active += NANOS * (points.get(i).nanos() - points.get(i - 1).nanos());
      }
    }
    record(flag.cause(), active, "s", flag.domain().id());
  }

  private void causeTally(Channel.CauseTally tally, List<Point> points) {
    Growth growth = Growth.of(points);
    if (!growth.known()) {
      return;
    }
    switch (tally.cause()) {
      case INTRUDER, STEAL -> {
        double percent = growth.percent(processors);
        if (percent >= MIN_PERCENT) {
          interference.add(new Interference(tally.cause(), percent, "%", tally.domain().id()));
        }
      }
      default -> {
        if (tally.unit().equals("s") || !THROTTLES.contains(tally.cause())) {
          record(tally.cause(), growth.amount(), tally.unit(), tally.domain().id());
        } else {
          record(tally.cause(), secondsWithEvents(points), "s", tally.domain().id());
        }
      }
    }
  }

  /** Events without a duration count for the intervals in which they occurred. */
  private static double secondsWithEvents(List<Point> points) {
    double active = 0;
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).value() > points.get(i - 1).value()) {
        active += NANOS * (points.get(i).nanos() - points.get(i - 1).nanos());
      }
    }
    return active;
  }

  /** Several domains may report the same kind: the largest report counts. */
  private void record(InterferenceKind kind, double amount, String unit, String where) {
    if (THROTTLES.contains(kind)) {
      seconds.merge(kind, amount, Math::max);
    } else if (amount > 0) {
      interference.add(new Interference(kind, amount, unit, where));
    }
  }
}
