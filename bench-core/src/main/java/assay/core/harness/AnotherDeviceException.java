package assay.core.harness;

import assay.core.record.RunId;
import java.util.Locale;

/** A run cannot be resumed because a target's name now refers to another device. */
public final class AnotherDeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param before {@link assay.core.device.Device#DEVICE_UUID_HASH} of the device that the run
   *     measured
   * @param now the hash of the device found now
   */
  AnotherDeviceException(RunId run, String target, String before, String now) {
    super(
        String.format(
                Locale.ROOT,
                "run %s cannot be resumed: %s was device %s and is %s now; make the same devices",
                run,
                target,
                before,
                now)
            + " visible as before, or start a new run");
  }
}
