package assay.core.spi;

import assay.core.availability.Availability;
import java.util.Optional;

/**
 * A target of which a host may have several devices, each measured by itself. Under its own id it
 * is one of them: the one that {@link #chosenDevice} names, or else number 0.
 */
public interface DeviceTarget extends Target {
  /** Number of the device that the target's own id stands for where nothing is chosen. */
  String FIRST = "0";

  /** What is here, tried and not assumed. Never throws. */
  Availability<Devices> devices();

  /**
   * What is set on this host (such as an environment variable) to say which device the target's own
   * id stands for; empty where nothing is. Touches nothing native.
   */
  Optional<String> chosenDevice();

  /**
   * The target on one device alone. Its id is {@link TargetName} of this target and that device.
   * Whether there is such a device is what its probe says; nothing native is touched here.
   *
   * @param device a number, or the beginning of a unique name
   * @throws IllegalArgumentException if no device can be called so; the message says what can
   */
  Target on(String device);
}
