package assay.cpu.telemetry.oshi;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Readings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Temperature and voltage of the processor and the fans, as OSHI picks them among the machine's
 * sensors. OSHI returns 0 for a sensor that it cannot find or read, so 0 is treated as missing.
 */
final class SensorGroup implements ChannelGroup {
  private final DoubleSupplier temperature;
  private final DoubleSupplier voltage;
  private final Supplier<int[]> fans;
  private final List<Channel> channels;

  /**
   * Tries the sensors once: there is a fan channel for every fan found.
   *
   * @param temperature °C; 0 or not a number for none
   * @param voltage V; 0 for none
   * @param fans revolutions per minute
   */
  SensorGroup(
      Domain host, DoubleSupplier temperature, DoubleSupplier voltage, Supplier<int[]> fans) {
    this.temperature = temperature;
    this.voltage = voltage;
    this.fans = fans;
    List<Channel> all = new ArrayList<>();
    all.add(new Channel.Gauge("cpu.temperature", host, "°C"));
    all.add(new Channel.Gauge("cpu.voltage", host, "V"));
    int found = fans.get().length;
    for (int i = 1; i <= found; i++) {
      all.add(new Channel.Gauge("fan-" + i + ".speed", host, "1/min"));
    }
    this.channels = List.copyOf(all);
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  /** How many fans were found. */
  int fanCount() {
    return channels.size() - 2;
  }

  @Override
  public void read(Readings into, int first) {
    positive(into, first, temperature.getAsDouble(), "no temperature sensor of the processor");
    positive(into, first + 1, voltage.getAsDouble(), "no voltage sensor of the processor");
    int[] speeds = fanCount() == 0 ? new int[0] : fans.get();
    for (int i = 0; i < fanCount(); i++) {
      double speed = i < speeds.length ? speeds[i] : 0;
      positive(into, first + 2 + i, speed, "no speed of this fan; it may be stopped");
    }
  }

  private static void positive(Readings into, int channel, double value, String otherwise) {
    if (value > 0) {
      into.value(channel, value);
    } else {
      into.missing(channel, "OSHI finds " + otherwise);
    }
  }
}
