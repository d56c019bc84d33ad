package assay.gpu.nvml;

import assay.core.telemetry.Cause;

/**
 * NVML's clock event reasons (before driver 535: throttle reasons) that spoil or label a sample.
 */
enum ClockReason {
  /** Slowed down by software (0x20) or by hardware (0x40) because of heat. */
  THERMAL("throttle.thermal", 0x20 | 0x40, Cause.THERMAL),
  /** The power supply asserts the external brake. */
  POWER_BRAKE("throttle.power-brake", 0x80, Cause.POWER_BRAKE),
  /** Clocks at half or less, for heat, power brake or too high a draw. */
  HARDWARE_SLOWDOWN("throttle.hardware-slowdown", 0x8, Cause.HARDWARE_SLOWDOWN),
  /** The power limit holds the clocks back. */
  POWER_CAP("throttle.power-cap", 0x4, Cause.POWER_CAP);

  private final String channel;
  private final long bits;
  private final Cause cause;

  ClockReason(String channel, long bits, Cause cause) {
    this.channel = channel;
    this.bits = bits;
    this.cause = cause;
  }

  /** The channel's name without that of the device. */
  String channelName() {
    return channel;
  }

  /** What it means for a measurement. */
  Cause cause() {
    return cause;
  }

  /** Whether NVML's mask has it. */
  boolean in(long mask) {
    return (mask & bits) != 0;
  }
}
