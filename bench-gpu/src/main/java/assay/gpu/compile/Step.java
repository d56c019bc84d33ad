package assay.gpu.compile;

import assay.gpu.driver.Stream;

/** Work for the device: a kernel launch or a library call. */
public interface Step {
  /** Enqueues it on the stream, or records it while the stream captures; does not wait. */
  void enqueue(Stream stream);
}
