package assay.fpga.telemetry;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.InterferenceKind;

/** A channel and the sensor behind it. */
record BoardChannel(Channel channel, Sensor sensor) {
  /**
   * Instantaneous power of a domain. No manufacturer states an accuracy for the sensors of these
   * boards.
   *
   * @param updateSeconds longest time between two updates, s
   */
  static BoardChannel power(Domain domain, double updateSeconds, Sensor sensor) {
    return new BoardChannel(
        new Channel.Power(domain.id() + ".power", domain, updateSeconds, 0, null), sensor);
  }

  /** An instantaneous value, such as a temperature. */
  static BoardChannel gauge(Domain domain, String what, String unit, Sensor sensor) {
    return new BoardChannel(new Channel.Gauge(domain.id() + "." + what, domain, unit), sensor);
  }

  /** An alarm, 1 or 0. */
  static BoardChannel flag(Domain domain, String what, InterferenceKind cause, Sensor sensor) {
    return new BoardChannel(new Channel.Flag(domain.id() + "." + what, domain, cause), sensor);
  }
}
