package assay.gpu.nvml;

import assay.core.telemetry.Channel;
import assay.core.telemetry.InterferenceKind;

/** The fields that one call of {@code nvmlDeviceGetFieldValues} reads together. */
enum Field {
  // Energy and power come first, because reading the others takes time.
  ENERGY(83, "energy", 1),
  POWER(186, "power", 1e-3),
  POWER_LIMIT(190, "power.limit", 1e-3),
  MEMORY_TEMPERATURE(82, "temperature.memory", 1),
  ECC_CORRECTED(3, "ecc.corrected", 1),
  ECC_UNCORRECTED(4, "ecc.uncorrected", 1),
  PCIE_REPLAYS(94, "pcie.replays", 1);

  private final int id;
  private final String channel;
  private final double scale;

  Field(int id, String channel, double scale) {
    this.id = id;
    this.channel = channel;
    this.scale = scale;
  }

  /** Its number in NVML ({@code NVML_FI_DEV_…}), the same in all versions. */
  int id() {
    return id;
  }

  /** The channel's name without the device's. */
  String channelName() {
    return channel;
  }

  /** Factor from NVML's value to the channel's unit. */
  double scale() {
    return scale;
  }

  /**
   * The channel it fills.
   *
   * @param averaged time over which the power is averaged, s
   */
  Channel channel(Gpu gpu, PowerTraits power, double averaged) {
    String name = gpu.id() + "." + channel;
    return switch (this) {
      case ENERGY -> power.energyCounter(name, gpu.domain());
      case POWER -> power.sensor(name, gpu.domain(), averaged);
      case POWER_LIMIT -> new Channel.Gauge(name, gpu.domain(), "W");
      case MEMORY_TEMPERATURE -> new Channel.Gauge(name, gpu.domain(), "°C");
      case ECC_CORRECTED, PCIE_REPLAYS -> new Channel.Tally(name, gpu.domain(), "1", 0);
      case ECC_UNCORRECTED ->
          new Channel.CauseTally(name, gpu.domain(), "1", InterferenceKind.HARDWARE_ERROR);
    };
  }
}
