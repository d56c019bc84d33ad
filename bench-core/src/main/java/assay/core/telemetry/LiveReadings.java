package assay.core.telemetry;

import java.util.ArrayList;
import java.util.List;
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
        all.add(live(source, channels.get(c), before.point(i, c), now.point(i, c)));
      }
    }
    return all;
  }

  private static Live live(
      String source, Channel channel, @Nullable Point before, @Nullable Point now) {
    if (now == null || now.reason() != null) {
      String why = now == null || now.reason() == null ? "not read" : now.reason();
      return new Live(source, channel.id(), channel.domain().id(), null, unit(channel), why);
    }
    double elapsed = 0;
    double difference = 0;
    if (before != null && before.reason() == null) {
      elapsed = NANOS * (now.nanos() - before.nanos());
      difference = now.value() - before.value();
    }
    return switch (channel) {
      case Channel.Power _, Channel.Gauge _, Channel.Flag _ -> of(source, channel, now.value());
      case Channel.EnergyCounter counter -> {
        double counts = difference < 0 ? difference + counter.wrapsAfter() : difference;
        double watts = counts * counter.joulesPerCount() / elapsed;
        yield elapsed > 0 && watts <= counter.maxWatts()
            ? of(source, channel, watts)
            : none(source, channel, elapsed > 0 ? "the counter jumped" : "first reading");
      }
      case Channel.Tally tally when tally.capacity() > 0 ->
          elapsed > 0
              ? of(source, channel, 100 * difference / (elapsed * tally.capacity()))
              : none(source, channel, "first reading");
      case Channel.Tally _, Channel.CauseTally _ ->
          elapsed > 0 ? of(source, channel, difference) : none(source, channel, "first reading");
    };
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
