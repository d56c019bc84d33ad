package assay.core.harness;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;

/**
 * The same benchmark with a cold cache: the device's caches are flushed before each execution. JMH
 * then times every execution separately, an overhead that the warm benchmark must not have, hence
 * the separate class.
 */
public class ColdWorkloadBenchmark extends WorkloadBenchmark {
  @Override
  boolean cold() {
    return true;
  }

  /** Flushes the caches, outside the timing. */
  @Setup(Level.Invocation)
  public void flush() {
    fork.flush();
  }
}
