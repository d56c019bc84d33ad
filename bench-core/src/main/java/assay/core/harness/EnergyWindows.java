package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.EnergyReading;
import assay.core.record.RefusedEnergy;
import assay.core.telemetry.Attribution;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.EnergyWindow;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.Point;
import assay.core.telemetry.Share;
import assay.core.telemetry.Snapshot;
import assay.core.telemetry.WindowEnergy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The energy and power meters of a run, and what they read over an energy window. */
final class EnergyWindows {
  private static final double MAX_BETWEEN_SECONDS = 0.1;
  private static final int READINGS = 20;

  private final List<Meter> meters;
  private final List<OpenSources.Unmetered> unmetered;
  private final @Nullable String root;

  /**
   * A channel that measures energy or power.
   *
   * @param source id of its source
   * @param instrument index among the open sources
   * @param index of the channel in the instrument
   */
  record Meter(String source, int instrument, int index, Channel channel) {
    Domain domain() {
      return channel.domain();
    }
  }

  /**
   * @param root folder in place of the machine, null for the machine itself
   */
  EnergyWindows(OpenSources sources, @Nullable String root) {
    this.root = root;
    List<OpenSources.Opened> instruments = sources.instruments();
    Map<String, Meter> byDomain = new LinkedHashMap<>();
    for (int i = 0; i < instruments.size(); i++) {
      List<Channel> channels = instruments.get(i).instrument().channels();
      for (int c = 0; c < channels.size(); c++) {
        Channel channel = channels.get(c);
        if (channel instanceof Channel.EnergyCounter || channel instanceof Channel.Power) {
          Meter meter = new Meter(instruments.get(i).source(), i, c, channel);
          Meter other = byDomain.get(channel.domain().id());
          // A counter misses nothing between two readings, so it takes precedence over a power
          // sensor.
          if (other == null
              || (channel instanceof Channel.EnergyCounter
                  && other.channel() instanceof Channel.Power)) {
            byDomain.put(channel.domain().id(), meter);
          }
        }
      }
    }
    meters = List.copyOf(byDomain.values());
    unmetered = unmetered(sources, byDomain);
  }

  /** The domains that exist but have no meter. */
  private static List<OpenSources.Unmetered> unmetered(
      OpenSources sources, Map<String, Meter> byDomain) {
    Map<String, OpenSources.Unmetered> without = new LinkedHashMap<>();
    sources.unmetered().forEach(u -> without.putIfAbsent(u.domain().id(), u));
    for (Meter meter : byDomain.values()) {
      // The meter of a package's part shows that there is a package, even if no source says so.
      Domain part = meter.domain();
      String whole = part.parent();
      if (whole != null
          && (part.kind() == Domain.Kind.CORES || part.kind() == Domain.Kind.UNCORE)) {
        without.putIfAbsent(
            whole,
            new OpenSources.Unmetered(
                meter.source(),
                Domain.host(whole, Domain.Kind.PACKAGE),
                "only its part " + part.id() + " is metered"));
      }
    }
    without.keySet().removeAll(byDomain.keySet());
    return List.copyOf(without.values());
  }

  List<Meter> meters() {
    return meters;
  }

  /** Every metered domain. */
  List<Domain> domains() {
    return meters.stream().map(Meter::domain).toList();
  }

  /** A second sensor of the same domain: the power sensor next to a counter. */
  Optional<Meter> secondSensor(Meter meter, List<OpenSources.Opened> instruments) {
    for (int i = 0; i < instruments.size(); i++) {
      List<Channel> channels = instruments.get(i).instrument().channels();
      for (int c = 0; c < channels.size(); c++) {
        Channel channel = channels.get(c);
        if (channel instanceof Channel.Power && channel.domain().id().equals(meter.domain().id())) {
          return Optional.of(new Meter(instruments.get(i).source(), i, c, channel));
        }
      }
    }
    return Optional.empty();
  }

  /** The window that the slowest meter needs, in s; 0 without meters. */
  double minSeconds() {
    return meters.stream().mapToDouble(m -> EnergyWindow.minSeconds(m.channel())).max().orElse(0);
  }

  /** The window that the fastest meter needs, in s; infinite without meters. */
  double fastestMeterSeconds() {
    return meters.stream()
        .mapToDouble(m -> EnergyWindow.minSeconds(m.channel()))
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * Time between two readings in a window: short enough to follow changes in power, and no shorter
   * than the update period of a 100 ms sensor.
   */
  static Duration readingPeriod(double windowSeconds) {
    return Duration.ofNanos(
        Math.round(1e9 * Math.min(MAX_BETWEEN_SECONDS, windowSeconds / READINGS)));
  }

  /** What a meter read over a window. */
  static Availability<WindowEnergy> read(Meter meter, List<Snapshot> window) {
    List<Point> points = new ArrayList<>();
    for (Snapshot snapshot : window) {
      Point point = snapshot.point(meter.instrument(), meter.index());
      if (point != null) {
        points.add(point);
      }
    }
    return switch (meter.channel()) {
      case Channel.EnergyCounter counter -> EnergyWindow.of(counter, points);
      case Channel.Power power -> EnergyWindow.of(power, points);
      default -> throw new IllegalArgumentException(meter + " does not measure energy");
    };
  }

  /** The result of a window: readings, and the meters that gave none. */
  record Outcome(List<EnergyReading> readings, List<RefusedEnergy> refused) {}

  /**
   * The energy of a window, per meter.
   *
   * @param executions number of executions in it, at least 1
   */
  Outcome of(List<Snapshot> window, long executions, Attribution attribution) {
    List<EnergyReading> readings = new ArrayList<>();
    List<RefusedEnergy> refused = new ArrayList<>();
    for (Meter meter : meters) {
      Share share = attribution.of(meter.domain());
      switch (read(meter, window)) {
        // 0 J has no relative uncertainty, and no powered part of a machine draws 0 W.
        case Available<WindowEnergy>(WindowEnergy j) when j.joules() == 0 ->
            refused.add(
                new RefusedEnergy(
                    meter.domain().id(), meter.source(), share, "the meter read 0 J"));
        case Available<WindowEnergy>(WindowEnergy j) ->
            readings.add(
                new EnergyReading(
                    meter.domain().id(),
                    meter.source(),
                    root,
                    share,
                    j.joules(),
                    j.seconds(),
                    executions,
                    j.calibrationPercent(),
                    j.windowPercent(),
                    j.note()));
        case Unavailable<WindowEnergy>(String reason, _) ->
            refused.add(new RefusedEnergy(meter.domain().id(), meter.source(), share, reason));
      }
    }
    for (OpenSources.Unmetered missing : unmetered) {
      Share share = attribution.of(missing.domain());
      if (share == Share.PRIMARY) {
        refused.add(
            new RefusedEnergy(missing.domain().id(), missing.source(), share, missing.reason()));
      }
    }
    return new Outcome(readings, refused);
  }

  /** Every meter refused for the same reason. */
  List<RefusedEnergy> allRefused(Attribution attribution, String reason) {
    return meters.stream()
        .map(
            m -> new RefusedEnergy(m.domain().id(), m.source(), attribution.of(m.domain()), reason))
        .toList();
  }
}
