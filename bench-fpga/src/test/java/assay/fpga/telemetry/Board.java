package assay.fpga.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource;
import assay.core.telemetry.TelemetrySource.Gap;
import assay.core.telemetry.TelemetrySource.Opened;
import assay.core.testing.MachineTree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An opened source and what it reads, for tests. */
record Board(Instrument instrument, String gives, List<Gap> gaps) {
  /** Lays {@code tree} out in {@code folder}. */
  static Path lay(String tree, Path folder) {
    return MachineTree.lay(Board.class, tree, folder);
  }

  static Availability<Opened> opening(TelemetrySource source, Path folder) {
    return source.open(new TelemetrySource.Context(new HostRoot(folder), Optional.empty()));
  }

  static Board open(TelemetrySource source, Path folder) {
    Availability<Opened> opening = opening(source, folder);
    assertThat(opening).isInstanceOf(Availability.Available.class);
    Opened opened = opening.toOptional().orElseThrow();
    return new Board(opened.instrument(), opened.gives(), opened.gaps());
  }

  static Availability.Unavailable<Opened> unavailable(TelemetrySource source, Path folder) {
    Availability<Opened> opening = opening(source, folder);
    assertThat(opening).isInstanceOf(Availability.Unavailable.class);
    return (Availability.Unavailable<Opened>) opening;
  }

  Readings read() {
    Readings readings = new Readings(instrument.channels(), System.nanoTime());
    instrument.read(readings);
    return readings;
  }

  /** Value or reason of every channel, by id. */
  Map<String, Object> values() {
    Readings readings = read();
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < readings.size(); i++) {
      String reason = readings.reason(i);
      values.put(
          instrument.channels().get(i).id(), reason == null ? (Object) readings.value(i) : reason);
    }
    return values;
  }

  Channel channel(String id) {
    return instrument.channels().stream()
        .filter(channel -> channel.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + id + " in " + instrument.channels()));
  }

  /** Domains whose energy is counted, in the channels' order. */
  List<Domain> metered() {
    return instrument.channels().stream()
        .filter(channel -> channel instanceof Channel.Power)
        .map(Channel::domain)
        .toList();
  }
}
