package assay.core.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Readings for display, from two snapshots: counters as watts, tallies as percentages, everything
 * else unchanged.
 */
public final class LiveReadings {
  private static final double NANOS = 1e-9;

  private LiveReadings() {}

  /**
   * A value to display.
   *
   * @param source id of its source
   * @param channel id of its channel
   * @param domain what it observes
   * @param value in {@code unit}; null if there is none
   * @param unit such as {@code W}, {@code %} or {@code Hz}
   * @param reason why there is no value; null if there is one
   */
  public record Live(
      String source,
      String channel,
      String domain,
      @Nullable Double value,
      String unit,
      @Nullable String reason) {}

  /**
   * The readings between two snapshots.
   *
   * @param before the earlier one
   * @param now the later one
   */
  public static List<Live> between(
      List<OpenSources.Opened> instruments, Snapshot before, Snapshot now) {
    List<Live> all = new ArrayList<>();
    for (int i = 0; i < instruments.size(); i++) {
      String source = instruments.get(i).source();
      List<Channel> channels = instruments.get(i).instrument().channels();
      for (int c = 0; c < channels.size(); c++) {
        all.add(of(source, channels.get(c), before.point(i, c), now.point(i, c)));
      }
    }
    return all;
  }

  /** The reading of one channel between two points. */
  public static Live of(
      String source, Channel channel, @Nullable Point before, @Nullable Point now) {
    if (now == null || now.reason() != null) {
      String why = now == null || now.reason() == null ? "not read" : now.reason();
      return none(source, channel, why);
    }
    return switch (channel) {
      case Channel.Power _, Channel.Gauge _, Channel.Flag _ -> of(source, channel, now.value());
      case Channel.EnergyCounter _, Channel.Tally _, Channel.CauseTally _
          when before == null || before.reason() != null || now.nanos() <= before.nanos() ->
          none(source, channel, "first reading");
      case Channel.EnergyCounter counter ->
          switch (watts(counter, Objects.requireNonNull(before), now)) {
            case Available<Double>(Double watts) -> of(source, channel, watts);
            case Unavailable<Double> none -> none(source, channel, none.reason());
          };
      case Channel.Tally _, Channel.CauseTally _ -> {
        Growth growth = Growth.between(Objects.requireNonNull(before), now);
        if (!growth.known()) {
          yield none(source, channel, fell(before, now));
        }
        yield of(
            source,
            channel,
            channel instanceof Channel.Tally tally && tally.capacity() > 0
                ? growth.percent(tally.capacity())
                : growth.amount());
      }
    };
  }

  /** Mean power between two readings of a counter, W. */
  private static Availability<Double> watts(
      Channel.EnergyCounter counter, Point before, Point now) {
    if (now.value() == before.value()) {
      return new Unavailable<>(
          "the counter did not move in "
              + Amounts.seconds(NANOS * (now.nanos() - before.nanos()))
              + (": it read " + Amounts.count(now.value()) + " twice"));
    }
    return CounterPath.of(counter, List.of(before, now))
        .map(path -> path.total() / path.duration());
  }

  private static String fell(Point before, Point now) {
    return "the counter fell from "
        + Amounts.of(before.value())
        + (" to " + Amounts.of(now.value()) + ": it was reset, and counts on from there");
  }

  private static Live of(String source, Channel channel, double value) {
    return new Live(source, channel.id(), channel.domain().id(), value, unit(channel), null);
  }

  private static Live none(String source, Channel channel, String why) {
    return new Live(source, channel.id(), channel.domain().id(), null, unit(channel), why);
  }

  /** The unit in which a channel is displayed. */
  public static String unit(Channel channel) {
    return switch (channel) {
      case Channel.EnergyCounter _ -> "W";
      case Channel.Tally tally when tally.capacity() > 0 -> "%";
      default -> channel.unit();
    };
  }
}
