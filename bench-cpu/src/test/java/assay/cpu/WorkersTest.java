package assay.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16})
  void everyIndexRunsOnce(int count) {
    try (Workers workers = new Workers(count)) {
      assertThat(workers.count()).isEqualTo(count);
      for (int tasks : new int[] {0, 1, 2, 7, 1000}) {
        AtomicIntegerArray seen = new AtomicIntegerArray(tasks);
        workers.parallelFor(
            tasks,
            (worker, index) -> {
              assertThat(worker).isBetween(0, count - 1);
              seen.incrementAndGet(index);
            });
        for (int i = 0; i < tasks; i++) {
          assertThat(seen.get(i)).as("index %d of %d", i, tasks).isOne();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 16})
  void manyTinyLoops(int count) {
    AtomicLong sum = new AtomicLong();
    int loops = count > Runtime.getRuntime().availableProcessors() ? 2_000 : 20_000;
    try (Workers workers = new Workers(count)) {
      for (int loop = 0; loop < loops; loop++) {
        workers.parallelFor(3, (worker, index) -> sum.addAndGet(index));
      }
    }
    assertThat(sum.get()).isEqualTo(3L * loops);
  }

  @Test
  void wakesSleepingWorkers() {
    try (Workers workers = new Workers(3)) {
      for (int loop = 0; loop < 50; loop++) {
        LockSupport.parkNanos(3 * Workers.SPIN_NANOS);
        AtomicInteger ran = new AtomicInteger();
        workers.parallelFor(
            6,
            (worker, index) -> {
              LockSupport.parkNanos(100_000);
              ran.incrementAndGet();
            });
        assertThat(ran).hasValue(6);
      }
    }
  }

  @Test
  void aWorkerRunsOnePieceAtATime() {
    int count = 4;
    AtomicIntegerArray inside = new AtomicIntegerArray(count);
    try (Workers workers = new Workers(count)) {
      for (int loop = 0; loop < 500; loop++) {
        workers.parallelFor(
            20,
            (worker, index) -> {
              assertThat(inside.incrementAndGet(worker)).isOne();
              inside.decrementAndGet(worker);
            });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void rethrowsAndStaysUsable(int count) {
    try (Workers workers = new Workers(count)) {
      for (int bad = 0; bad < 10; bad++) {
        int thrower = bad;
        assertThatThrownBy(() ->
                workers.parallelFor(
                    10,
                    (worker, index) -> {
                      if (index == thrower) {
                        throw new IllegalArgumentException("piece " + index);
                      }
                    }))
            .isExactlyInstanceOf(IllegalArgumentException.class)
            .hasMessage("piece " + thrower);
      }
      assertThatThrownBy(() ->
              workers.parallelFor(
                  4,
                  (worker, index) -> {
                    throw new StackOverflowError();
                  }))
          .isInstanceOf(StackOverflowError.class);
      AtomicInteger ran = new AtomicInteger();
      workers.parallelFor(4, (worker, index) -> ran.incrementAndGet());
      assertThat(ran).hasValue(4);
    }
  }

  /** Two pieces run at once; the one that does not throw ends before the loop does. */
  @Test
  void runningPiecesAreAwaitedBeforeTheFailureIsThrown() {
    RuntimeException failure = new RuntimeException("first");
    CountDownLatch bothRun = new CountDownLatch(2);
    AtomicInteger ended = new AtomicInteger();
    try (Workers workers = new Workers(2)) {
      assertThatThrownBy(() ->
              workers.parallelFor(
                  2,
                  (worker, index) -> {
                    bothRun.countDown();
                    awaitAll(bothRun);
                    if (index == 0) {
                      throw failure;
                    }
                    LockSupport.parkNanos(50_000_000);
                    ended.incrementAndGet();
                  }))
          .isSameAs(failure);
      assertThat(ended).hasValue(1);
    }
  }

  private static void awaitAll(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of two pieces that throw, what the first threw is rethrown, the very object. */
  @Test
  void theFirstFailureIsTheOneThatIsThrown() {
    CountDownLatch bothRun = new CountDownLatch(2);
    CountDownLatch firstThrew = new CountDownLatch(1);
    Error failure = new AssertionError("first");
    try (Workers workers = new Workers(2)) {
      assertThatThrownBy(() ->
              workers.parallelFor(
                  2,
                  (worker, index) -> {
                    bothRun.countDown();
                    awaitAll(bothRun);
                    if (index == 1) {
                      firstThrew.countDown();
                      throw failure;
                    }
                    awaitAll(firstThrew);
                    LockSupport.parkNanos(50_000_000);
                    throw new IllegalArgumentException("second");
                  }))
          .isSameAs(failure);
    }
  }

  /** Each worker may be in one piece when another fails; none starts a piece after that. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void piecesThatHaveNotStartedAreSkipped(int count) {
    AtomicInteger ran = new AtomicInteger();
    AtomicBoolean threw = new AtomicBoolean();
    try (Workers workers = new Workers(count)) {
      assertThatThrownBy(() ->
              workers.parallelFor(
                  10_000,
                  (worker, index) -> {
                    ran.incrementAndGet();
                    if (index == 0) {
                      threw.set(true);
                      throw new IllegalArgumentException("piece 0");
                    }
                    while (!threw.get()) {
                      Thread.onSpinWait();
                    }
                    LockSupport.parkNanos(1_000_000);
                  }))
          .hasMessage("piece 0");
      assertThat(ran.get()).isLessThan(1_000);
    }
  }

  /** No checked exception is declared; one that is thrown all the same arrives as the cause. */
  @Test
  void whatIsNeitherErrorNorRuntimeExceptionIsTheCause() {
    Exception checked = new java.io.IOException("sneaky");
    try (Workers workers = new Workers(2)) {
      assertThatThrownBy(() -> workers.parallelFor(3, (worker, index) -> sneak(checked)))
          .isInstanceOf(IllegalStateException.class)
          .cause()
          .isSameAs(checked);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /** A caller that is interrupted while it waits has the whole loop and is still interrupted. */
  @Test
  void anInterruptedCallerStaysInterrupted() {
    AtomicInteger ran = new AtomicInteger();
    try (Workers workers = new Workers(2)) {
      Thread.currentThread().interrupt();
      workers.parallelFor(
          2,
          (worker, index) -> {
            long until = System.nanoTime() + 20_000_000;
            while (System.nanoTime() < until) {
              Thread.onSpinWait();
            }
            ran.incrementAndGet();
          });
      assertThat(ran).hasValue(2);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void refusesANegativeNumberOfPieces() {
    try (Workers workers = new Workers(2)) {
      assertThatThrownBy(() -> workers.parallelFor(-1, (worker, index) -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("-1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void refusesALoopInsideALoop(int count) {
    try (Workers workers = new Workers(count)) {
      assertThatThrownBy(() ->
              workers.parallelFor(2, (worker, index) -> workers.parallelFor(2, (inner, i) -> {})))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("already running");
    }
  }

  @Test
  void closingEndsTheThreads() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Workers workers = new Workers(4);
    for (int loop = 0; loop < 100; loop++) {
      workers.parallelFor(8, (worker, index) -> threads.add(Thread.currentThread()));
    }
    workers.close();
    workers.close();
    threads.remove(Thread.currentThread());
    assertThat(threads).noneMatch(Thread::isAlive).allMatch(Thread::isDaemon);
    assertThatThrownBy(() -> workers.parallelFor(1, (worker, index) -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void refusesAnEmptyTeam() {
    assertThatThrownBy(() -> new Workers(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
