package assay.core.spi;

import assay.core.device.ModelFigures;

/**
 * An executable on a register-transfer model: it counts cycles. Its target's device is a {@link
 * assay.core.device.Device.RtlModel}; the time its simulation takes is no figure of anything.
 */
public interface ModelledExecutable extends Executable {
  /**
   * What the last execution counted, and what the design needs of a part. May take as long as
   * placing and routing does, so it is asked for once, after the output was found right.
   *
   * @throws IllegalStateException if nothing was executed
   */
  ModelFigures figures();
}
