package assay.core.harness;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the forks when the run is ended by a signal. The fork in progress leaves no record, because
 * its death says nothing about its cell.
 */
final class Interruption {
  /**
   * A signal from a terminal reaches fork and runner together, and the fork's death may be noticed
   * before the runner has begun to shut down.
   */
  private static final long GRACE_MILLIS = 300;

  private static final AtomicBoolean HOOKED = new AtomicBoolean();
  private static final CountDownLatch UNDER_WAY = new CountDownLatch(1);

  private Interruption() {}

  /** From now on child processes end with this one. */
  static void endForksWithThisProcess() {
    if (HOOKED.compareAndSet(false, true)) {
      Runtime.getRuntime().addShutdownHook(new Thread(Interruption::end, "assay-end-forks"));
    }
  }

  private static void end() {
    UNDER_WAY.countDown();
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * Called for a fork without metrics; does not return if this process is shutting down, so that
   * nothing more is stored.
   */
  static void awaitIfUnderWay() {
    try {
      if (UNDER_WAY.await(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
        Thread.currentThread().join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
