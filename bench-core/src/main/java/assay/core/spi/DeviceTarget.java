package assay.core.spi;

import assay.core.availability.Availability;
import java.util.Optional;

/**
 * A target with possibly several devices on a host, each measured separately. The target's own id
 * refers to the device that {@link #chosenDevice} names, or to number 0.
 */
public interface DeviceTarget extends Target {
  /** Number of the device that the target's own id refers to if none is chosen. */
  String FIRST = "0";

  /** The devices on this host, probed, not assumed. Never throws. */
  Availability<Devices> devices();

  /**
   * The setting on this host (such as an environment variable) that selects the device for the
   * target's own id; empty if there is none. Must not touch native code.
   */
  Optional<String> chosenDevice();

  /**
   * The target on one device. Its id is the {@link TargetName} of this target and that device. Its
   * probe tells whether the device exists; this method must not touch native code.
   *
   * @param device a number, or a prefix of a unique name
   * @throws IllegalArgumentException if it is not a valid device name; the message says what is
   */
  Target on(String device);
}
