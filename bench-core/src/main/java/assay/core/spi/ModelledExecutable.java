package assay.core.spi;

import assay.core.device.ModelFigures;

/**
 * An executable on an RTL model: it counts cycles. Its target's device is a {@link
 * assay.core.device.Device.RtlModel}; the simulation time is meaningless.
 */
public interface ModelledExecutable extends Executable {
  /**
   * What the last execution counted, and the design's resource usage. May take as long as placing
   * and routing, so it is called once, after the output has been verified.
   *
   * @throws IllegalStateException if nothing has been executed
   */
  ModelFigures figures();
}
