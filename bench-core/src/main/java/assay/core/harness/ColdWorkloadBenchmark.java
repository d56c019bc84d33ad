package assay.core.harness;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;

/**
 * The same benchmark with the device's caches emptied before each execution. JMH times every
 * execution by itself then, which the warm benchmark must not pay for: hence a class of its own.
 */
public class ColdWorkloadBenchmark extends WorkloadBenchmark {
  @Override
  boolean cold() {
    return true;
  }

  /** Empties the caches, outside the timing. */
  @Setup(Level.Invocation)
  public void flush() {
    fork.flush();
  }
}
