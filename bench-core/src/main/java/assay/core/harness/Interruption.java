package assay.core.harness;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the child processes when this one is ended by a signal, and deletes their folders. The fork
 * in progress leaves no record, because its death says nothing about its cell.
 */
final class Interruption {
  /**
   * A signal from a terminal reaches fork and runner together, and the fork's death may be noticed
   * before the runner has begun to shut down.
   */
  private static final long GRACE_MILLIS = 300;

  private static final long DEATH_MILLIS = 2000;

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
    List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    try {
      CompletableFuture.allOf(
              children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(DEATH_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // What is still running may leave a file behind.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    WorkFolder.closeAll();
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
