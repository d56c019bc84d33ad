package assay.core.spi;

import assay.core.device.Device;

/** Whether a target or a source can be used on this machine. */
public sealed interface Availability {
  /** It can; this is the device. */
  record Available(Device device) implements Availability {}

  /**
   * It cannot.
   *
   * @param reason what was tried and what was found
   * @param remedy what would make it available
   */
  record Unavailable(String reason, String remedy) implements Availability {}
}
