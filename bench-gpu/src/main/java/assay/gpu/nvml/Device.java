package assay.gpu.nvml;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource.Gap;
import java.util.List;

/**
 * A device that is monitored.
 *
 * @param gpu the device
 * @param queries what it provides
 * @param xids its Xid errors; without effect if it does not report them
 * @param gaps what it does not provide
 */
record Device(Gpu gpu, List<Query> queries, XidEvents xids, List<Gap> gaps) {
  /** Copies the lists. */
  Device {
    queries = List.copyOf(queries);
    gaps = List.copyOf(gaps);
  }

  /** The channels of all queries, in their order. */
  List<Channel> channels() {
    return queries.stream()
        .flatMap(query -> query.outputs().stream())
        .map(Query.Output::channel)
        .toList();
  }

  /**
   * Reads all channels. Once the device is reported lost it is not queried again, since every call
   * to a lost device can take long.
   *
   * @param from index of the first channel in {@code into}
   * @return index after the last
   */
  int read(int from, Readings into) {
    int at = from;
    int code = 0;
    for (Query query : queries) {
      int outputs = query.outputs().size();
      if (NvmlStatus.deviceGone(code)) {
        for (int i = 0; i < outputs; i++) {
          into.missing(at + i, NvmlStatus.describe(code));
        }
      } else {
        code = query.read(at, into);
      }
      at += outputs;
    }
    return at;
  }

  /** Whether it has an energy counter. */
  boolean countsEnergy() {
    return channels().stream().anyMatch(Channel.EnergyCounter.class::isInstance);
  }

  /** Whether it has energy or power for which NVIDIA states no accuracy. */
  boolean accuracyNotStated() {
    return channels().stream()
        .anyMatch(channel ->
            switch (channel) {
              case Channel.EnergyCounter c -> PowerTraits.LITERATURE.equals(c.calibration());
              case Channel.Power p -> PowerTraits.LITERATURE.equals(p.calibration());
              default -> false;
            });
  }
}
