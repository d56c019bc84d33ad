package assay.fpga.telemetry;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Facts;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import java.util.List;

/** Reads the sensors of all boards of a source, one after the other. */
final class BoardInstrument implements Instrument {
  private final List<BoardChannel> sensors;
  private final List<Channel> channels;
  private final Facts facts;

  BoardInstrument(List<BoardChannel> sensors, Facts facts) {
    this.sensors = List.copyOf(sensors);
    this.channels = this.sensors.stream().map(BoardChannel::channel).toList();
    this.facts = facts;
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public void read(Readings into) {
    for (int i = 0; i < sensors.size(); i++) {
      switch (sensors.get(i).sensor().read()) {
        case Available<Double>(Double number) -> into.value(i, number);
        case Unavailable<Double> missing -> into.missing(i, missing.reason());
      }
    }
  }

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public void close() {}
}
