package assay.cpu.telemetry;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import java.util.List;
import java.util.Locale;

/** The latest reading of an external meter, with the meter's own time stamp. */
final class WallMeterInstrument implements Instrument {
  private final Channel.Power channel;
  private final MeterFeed feed;
  private final MeterLog log;
  private final long limitNanos;
  private long lastTaken = Long.MIN_VALUE;

  /**
   * Over a meter that is being read.
   *
   * @param limitNanos age from which a reading is stale
   */
  WallMeterInstrument(Channel.Power channel, MeterFeed feed, MeterLog log, long limitNanos) {
    this.channel = channel;
    this.feed = feed;
    this.log = log;
    this.limitNanos = limitNanos;
  }

  @Override
  public List<Channel> channels() {
    return List.of(channel);
  }

  @Override
  public void read(Readings into) {
    feed.poll();
    switch (log.newest(limitNanos)) {
      case Unavailable<MeterLog.Timed> none -> into.missing(0, withTrouble(none.reason(), feed));
      case Available<MeterLog.Timed>(MeterLog.Timed reading) -> fresh(into, reading);
    }
  }

  private void fresh(Readings into, MeterLog.Timed reading) {
    if (lastTaken != Long.MIN_VALUE && reading.taken() - lastTaken < 0) {
      double back = (lastTaken - reading.taken()) / 1e9;
      into.missing(
          0, String.format(Locale.ROOT, "the meter's clock went backwards by %.3f s", back));
      return;
    }
    lastTaken = reading.taken();
    into.takenAt(reading.taken());
    into.value(0, reading.watts());
  }

  /** Adds why no more lines arrive. */
  static String withTrouble(String reason, MeterFeed feed) {
    String trouble = feed.trouble();
    return trouble == null ? reason : reason + "; " + trouble;
  }

  @Override
  public void close() {
    feed.close();
  }
}
