package assay.cpu.telemetry;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Facts;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import java.util.List;

/** An instrument made of parts. */
final class PartsInstrument implements Instrument {
  private final List<Part> parts;
  private final List<Channel> channels;
  private final Facts facts;

  PartsInstrument(List<? extends Part> parts, Facts facts) {
    this.parts = List.copyOf(parts);
    this.channels = parts.stream().flatMap(p -> p.channels().stream()).toList();
    this.facts = facts;
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public void read(Readings into) {
    int first = 0;
    for (Part part : parts) {
      part.read(into, first);
      first += part.channels().size();
    }
  }

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public void follow(long pid) {
    parts.forEach(p -> p.follow(pid));
  }

  @Override
  public void close() {
    parts.forEach(Part::close);
  }
}
