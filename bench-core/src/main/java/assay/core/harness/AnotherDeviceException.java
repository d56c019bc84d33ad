package assay.core.harness;

import assay.core.record.RunId;

/** A run was to be resumed, and a target's name means another device by now. */
public final class AnotherDeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param before {@link assay.core.device.Device#DEVICE_UUID_HASH} of the device that the run
   *     measured
   * @param now that of the device found now
   */
  AnotherDeviceException(RunId run, String target, String before, String now) {
    super(
        "run %s cannot be resumed: %s was device %s and is %s now; make the devices visible as they"
                .formatted(run, target, before, now)
            + " were, or begin a new run");
  }
}
