package assay.gpu.nvml;

import assay.core.telemetry.InterferenceKind;

/**
 * NVML's clock event reasons (before driver 535: throttle reasons) that invalidate or mark a
 * sample.
 */
enum ClockReason {
  /** Slowed down by software (0x20) or by hardware (0x40) because of heat. */
  THERMAL("throttle.thermal", 0x20 | 0x40, InterferenceKind.THERMAL),
  /** The power supply asserts the external brake. */
  POWER_BRAKE("throttle.power-brake", 0x80, InterferenceKind.POWER_BRAKE),
  /** Clocks at half or less, for heat, power brake or too high a draw. */
  HARDWARE_SLOWDOWN("throttle.hardware-slowdown", 0x8, InterferenceKind.HARDWARE_SLOWDOWN),
  /** The power limit holds the clocks back. */
  POWER_CAP("throttle.power-cap", 0x4, InterferenceKind.POWER_CAP);

  private final String channel;
  private final long bits;
  private final InterferenceKind cause;

  ClockReason(String channel, long bits, InterferenceKind cause) {
    this.channel = channel;
    this.bits = bits;
    this.cause = cause;
  }

  /** The channel's name without the device's. */
  String channelName() {
    return channel;
  }

  /** The interference that it means for a measurement. */
  InterferenceKind cause() {
    return cause;
  }

  /** Whether NVML's mask contains it. */
  boolean in(long mask) {
    return (mask & bits) != 0;
  }
}
