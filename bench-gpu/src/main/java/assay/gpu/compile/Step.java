package assay.gpu.compile;

import assay.gpu.driver.Stream;

/** Work for the device: a kernel's launch, or a library's call. */
public interface Step {
  /** Puts it into the stream, or records it while the stream captures; does not wait. */
  void enqueue(Stream stream);
}
