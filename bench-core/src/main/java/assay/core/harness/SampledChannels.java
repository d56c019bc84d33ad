package assay.core.harness;

import assay.core.profile.ForkProfile.Sampled;
import assay.core.record.Series;
import assay.core.telemetry.Attribution;
import assay.core.telemetry.Channel;
import assay.core.telemetry.LiveReadings;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.Point;
import assay.core.telemetry.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Power, clocks, temperatures and load over the timing of a fork. */
final class SampledChannels {
  private static final double NANOS = 1e-9;

  /** Of each channel; of more snapshots, some are left out evenly. */
  private static final int MAX_SAMPLES = 30;

  /** Of single processors, of which there may be hundreds. */
  private static final Pattern ONE_OF_MANY = Pattern.compile("cpu-\\d+\\..*");

  private static final Set<String> UNITS = Set.of("W", "Hz", "°C", "%");

  private SampledChannels() {}

  /**
   * The channels that concern the device and have a value.
   *
   * @param snapshots in time order
   * @param began {@link System#nanoTime()} that times count from; what was read before is left out
   */
  static Map<String, Sampled> of(
      List<OpenSources.Opened> instruments,
      List<Snapshot> snapshots,
      Attribution attribution,
      long began) {
    List<Snapshot> kept = new ArrayList<>();
    int step = Math.ceilDiv(Math.max(1, snapshots.size()), MAX_SAMPLES);
    for (int i = 0; i < snapshots.size(); i += step) {
      kept.add(snapshots.get(i));
    }
    Map<String, Sampled> all = new TreeMap<>();
    for (int i = 0; i < instruments.size(); i++) {
      List<Channel> channels = instruments.get(i).instrument().channels();
      for (int c = 0; c < channels.size(); c++) {
        Channel channel = channels.get(c);
        if (UNITS.contains(LiveReadings.unit(channel))
            && attribution.concerns(channel.domain())
            && !ONE_OF_MANY.matcher(channel.id()).matches()) {
          Sampled sampled = samples(instruments, kept, i, c, began);
          String id = channel.id();
          String name = all.containsKey(id) ? instruments.get(i).source() + ":" + id : id;
          if (sampled.values().size() > 0) {
            all.put(name, sampled);
          }
        }
      }
    }
    return all;
  }

  private static Sampled samples(
      List<OpenSources.Opened> instruments,
      List<Snapshot> snapshots,
      int instrument,
      int index,
      long began) {
    Channel channel = instruments.get(instrument).instrument().channels().get(index);
    boolean mean = channel instanceof Channel.EnergyCounter || channel instanceof Channel.Tally;
    List<Double> seconds = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int i = mean ? 1 : 0; i < snapshots.size(); i++) {
      Point before = snapshots.get(Math.max(0, i - 1)).point(instrument, index);
      Point now = snapshots.get(i).point(instrument, index);
      LiveReadings.Live live =
          LiveReadings.of(instruments.get(instrument).source(), channel, before, now);
      Point when = mean ? before : now;
      Double value = live.value();
      if (when != null && value != null && when.nanos() >= began) {
        seconds.add((when.nanos() - began) * NANOS);
        values.add(value);
      }
    }
    return new Sampled(LiveReadings.unit(channel), Series.of(seconds), Series.of(values));
  }
}
