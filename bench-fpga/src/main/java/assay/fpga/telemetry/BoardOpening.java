package assay.fpga.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.TelemetrySource.Gap;
import assay.core.telemetry.TelemetrySource.Opened;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a source found on each board, and the instrument or reason that results. */
final class BoardOpening {
  private final List<BoardChannel> sensors = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final BoardFacts facts = new BoardFacts();

  /** The boards' facts. */
  BoardFacts facts() {
    return facts;
  }

  /** Adds a sensor that exists; if it has no value now, also adds a gap. */
  void add(BoardChannel sensor) {
    sensors.add(sensor);
    if (sensor.sensor().read() instanceof Unavailable<Double> missing) {
      gap(
          sensor.channel().id(),
          missing.reason(),
          new Remedy.Advice("fix the cause given; the sensor is retried at each reading"));
    }
  }

  /** Adds a sensor that not every board has, unless it has no value. */
  void addIfPresent(BoardChannel sensor) {
    if (sensor.sensor().read() instanceof Available<Double>) {
      sensors.add(sensor);
    }
  }

  /** Adds something that this machine does not provide. */
  void gap(String what, String reason, Remedy remedy) {
    gaps.add(new Gap(what, reason, remedy));
  }

  /** Adds that the power of {@code board} is not metered. */
  void unmetered(Domain board, String reason, Remedy remedy) {
    gaps.add(new Gap(board.id() + " power", reason, remedy, board));
  }

  /**
   * The instrument, if at least one sensor has a value.
   *
   * @param otherwise the result if no sensor was found at all
   */
  Availability<Opened> orElse(Availability<Opened> otherwise) {
    if (sensors.stream().anyMatch(s -> s.sensor().read() instanceof Available<Double>)) {
      return new Availability.Available<>(
          new Opened(new BoardInstrument(sensors, facts.facts()), gives(), gaps));
    }
    if (gaps.isEmpty()) {
      return otherwise;
    }
    return new Availability.Unavailable<>(
        String.join("; ", gaps.stream().map(gap -> gap.what() + ": " + gap.reason()).toList()),
        new Remedy.AllOf(gaps.stream().map(Gap::remedy).toList()));
  }

  private String gives() {
    Set<String> metered = new LinkedHashSet<>();
    for (BoardChannel sensor : sensors) {
      Domain domain = sensor.channel().domain();
      if (sensor.channel() instanceof Channel.Power) {
        metered.add(domain.id());
      }
    }
    long others = sensors.stream().filter(s -> !(s.channel() instanceof Channel.Power)).count();
    String power = metered.isEmpty() ? "no power" : "power of " + String.join(", ", metered);
    return power + "; " + others + " temperatures and other sensors";
  }
}
