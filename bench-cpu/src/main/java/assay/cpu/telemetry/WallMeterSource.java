package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Advice;
import assay.core.telemetry.Calibration;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.TelemetrySource;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Source {@code wall-meter}: power of the whole machine, measured by a meter at its outlet. The
 * meter's logger appends lines {@code timestamp,watts} to a file, or a command prints them.
 */
public final class WallMeterSource implements TelemetrySource {
  private static final String FORM =
      "lines timestamp,watts with ISO-8601 time and zone or seconds since 1970";
  private static final Remedy REMEDY =
      meter(
          "give one as csv:/path/to/log.csv or 'cmd:COMMAND', which writes "
              + FORM
              + "; options at the end: ,period=1s,averaged=1s,accuracy=0.5%");
  private static final Remedy NOT_READ =
      new Advice(
          "check that its logger is running, writes "
              + FORM
              + ", and flushes each line (stdbuf -oL COMMAND)");

  /** A reading stays current this long, or for three periods if those are longer. */
  private static final double MIN_LIMIT_SECONDS = 5;

  private static final int LIMIT_PERIODS = 3;
  private static final Duration POLLS = Duration.ofMillis(20);

  private final MeterClock clock;
  private final Duration patience;

  /** Waits up to 5 s for the first lines when opened, up to 30 s for a slower meter. */
  public WallMeterSource() {
    this(MeterClock.system(), Duration.ofSeconds(5));
  }

  WallMeterSource(MeterClock clock, Duration patience) {
    this.clock = clock;
    this.patience = patience;
  }

  @Override
  public String id() {
    return WALL_METER;
  }

  @Override
  public String description() {
    return "power of the whole machine, from the log of an external meter";
  }

  @Override
  public Availability<Opened> open(Context context) {
    Optional<String> named = context.wallMeter();
    if (named.isEmpty()) {
      return new Availability.Unavailable<>("no external meter was given", REMEDY);
    }
    try {
      return open(MeterOption.parse(named.get()));
    } catch (IllegalArgumentException e) {
      return new Availability.Unavailable<>(
          "the external meter that was given: " + e.getMessage(), REMEDY);
    }
  }

  private Availability<Opened> open(MeterOption option) {
    MeterLog log = new MeterLog(clock);
    try {
      return tried(option, log, feed(option, log));
    } catch (NoSuchFileException e) {
      return new Availability.Unavailable<>("there is no file " + option.target(), NOT_READ);
    } catch (IOException e) {
      return new Availability.Unavailable<>(option.target() + ": " + e.getMessage(), NOT_READ);
    }
  }

  private static MeterFeed feed(MeterOption option, MeterLog log) throws IOException {
    return switch (option.kind()) {
      case CSV -> new FileTail(Path.of(option.target()).toAbsolutePath(), log);
      case CMD -> new CommandFeed(option.target(), log);
    };
  }

  private Availability<Opened> tried(MeterOption option, MeterLog log, MeterFeed feed) {
    awaitLines(option, log, feed);
    OptionalDouble period = period(option, log);
    Optional<Availability.Unavailable<Opened>> refused = refused(option, log, feed, period);
    if (refused.isPresent() || period.isEmpty()) {
      feed.close();
      return refused.orElseGet(() -> periodUnknown(option));
    }
    Double accuracy = option.accuracyPercent();
    Channel.Power channel =
        new Channel.Power(
            "wall.power",
            Domain.host("wall", Domain.Kind.WALL),
            period.getAsDouble(),
            option.averagedSeconds(),
            accuracy == null ? null : Calibration.stated(accuracy));
    return new Availability.Available<>(
        new Opened(
            new WallMeterInstrument(channel, feed, log, limitNanos(period)),
            gives(option, period.getAsDouble()),
            gaps(option)));
  }

  private static Optional<Availability.Unavailable<Opened>> refused(
      MeterOption option, MeterLog log, MeterFeed feed, OptionalDouble period) {
    if (log.newest(limitNanos(period)) instanceof Availability.Unavailable<MeterLog.Timed> none) {
      String reason = WallMeterInstrument.withTrouble(none.reason(), feed);
      return Optional.of(new Availability.Unavailable<>(option.target() + ": " + reason, NOT_READ));
    }
    // A command that has already ended is not a meter, even if its last reading is still current.
    return Optional.ofNullable(feed.trouble())
        .map(trouble -> new Availability.Unavailable<>(option.target() + ": " + trouble, NOT_READ));
  }

  private static Remedy meter(String text) {
    return new Remedy.Change(Remedy.Setting.WALL_METER, text);
  }

  private static Availability.Unavailable<Opened> periodUnknown(MeterOption option) {
    return new Availability.Unavailable<>(
        option.target() + ": too few readings arrived to estimate its period",
        meter("state it: " + named(option) + ",period=1s"));
  }

  private void awaitLines(MeterOption option, MeterLog log, MeterFeed feed) {
    long deadline = System.nanoTime() + patience(option).toNanos();
    do {
      feed.poll();
      OptionalDouble period = period(option, log);
      boolean fresh =
          log.newest(limitNanos(period)) instanceof Availability.Available<MeterLog.Timed>;
      if ((fresh && period.isPresent()) || feed.trouble() != null) {
        return;
      }
    } while (System.nanoTime() < deadline && slept());
  }

  private static boolean slept() {
    try {
      Thread.sleep(POLLS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Duration patience(MeterOption option) {
    if (option.periodSeconds() == null) {
      return patience;
    }
    Duration needed = Duration.ofMillis((long) Math.min(30_000, option.periodSeconds() * 1500));
    return needed.compareTo(patience) > 0 ? needed : patience;
  }

  private static OptionalDouble period(MeterOption option, MeterLog log) {
    Double stated = option.periodSeconds();
    return stated == null ? log.periodSeconds() : OptionalDouble.of(stated);
  }

  private static long limitNanos(OptionalDouble period) {
    return (long) (1e9 * Math.max(MIN_LIMIT_SECONDS, LIMIT_PERIODS * period.orElse(0)));
  }

  private static String named(MeterOption option) {
    return option.kind().name().toLowerCase(Locale.ROOT) + ":" + option.target();
  }

  private static String gives(MeterOption option, double period) {
    return String.format(
        Locale.ROOT,
        "power at the outlet every %.3g s (%s)%s",
        period,
        option.periodSeconds() == null ? "estimated from its lines" : "as stated",
        option.averagedSeconds() > 0 ? "" : ", treated as instantaneous");
  }

  private static List<Gap> gaps(MeterOption option) {
    return option.accuracyPercent() != null
        ? List.of()
        : List.of(
            new Gap(
                "accuracy of the meter",
                "the manufacturer's figure was not given",
                meter("append ,accuracy=0.5% with the figure from its data sheet")));
  }
}
