package assay.cpu;

import assay.core.host.ThreadPlaces;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads with a fork/join of a few microseconds.
 *
 * <p>The caller is worker 0; the others are daemon threads which, between two loops, first spin for
 * {@value #SPIN_NANOS} ns and then park. A loop ends with its last piece, not when every worker has
 * noticed it: a worker that the operating system has not scheduled delays no one, so an
 * oversubscribed team may be slow but never hangs.
 *
 * <p>One loop runs at a time. A loop started inside a piece, or from a second thread while one is
 * running, is refused with {@link IllegalStateException}.
 */
public final class Workers implements AutoCloseable {
  static final long SPIN_NANOS = 40_000;

  /** Spins between two reads of the clock: nanoTime costs more than a pause. */
  private static final int PAUSES_PER_CLOCK = 32;

  private static final AtomicInteger TEAMS = new AtomicInteger();

  private final Helper[] helpers;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final long spinNanos;
  private volatile @Nullable Loop current;
  private volatile boolean closed;

  /**
   * Starts the team.
   *
   * @param count workers, the caller included; at least 1
   */
  public Workers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a team needs at least one worker, not " + count);
    }
    // Spinning on a core that another worker needs only delays that worker.
    spinNanos = count > Runtime.getRuntime().availableProcessors() ? 0 : SPIN_NANOS;
    helpers = new Helper[count - 1];
    ThreadPlaces.lead();
    int team = TEAMS.getAndIncrement();
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1, "assay-worker-" + team + "-" + (i + 1));
    }
    for (Helper helper : helpers) {
      helper.thread.start();
    }
  }

  /** The number of workers, the caller included. */
  public int count() {
    return helpers.length + 1;
  }

  /**
   * Runs {@code task} for every index in [0, tasks), each exactly once, in no particular order, and
   * returns when all have finished. The caller sees all writes of the pieces afterwards.
   *
   * <p>If a piece throws, pieces that have not started are skipped, running ones are awaited, and
   * the first throwable is rethrown unchanged.
   *
   * @throws IllegalStateException after {@link #close()}, or when a loop is already running
   */
  public void parallelFor(int tasks, IndexedTask task) {
    if (tasks < 0) {
      throw new IllegalArgumentException("negative number of tasks: " + tasks);
    }
    if (closed) {
      throw new IllegalStateException("the team is closed");
    }
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("a loop is already running on this team");
    }
    try {
      if (helpers.length == 0 || tasks <= 1) {
        for (int i = 0; i < tasks; i++) {
          task.run(0, i);
        }
      } else {
        share(new Loop(tasks, task));
      }
    } finally {
      busy.set(false);
    }
  }

  private void share(Loop loop) {
    current = loop;
    int wanted = Math.min(helpers.length, loop.tasks - 1);
    for (int i = 0; i < wanted; i++) {
      helpers[i].wake();
    }
    loop.work(0);
    loop.await(spinNanos);
    current = null;
    loop.rethrow();
  }

  /** Stops the team and waits for its threads. Closing twice is allowed. */
  @Override
  public void close() {
    closed = true;
    for (Helper helper : helpers) {
      LockSupport.unpark(helper.thread);
    }
    boolean interrupted = false;
    for (Helper helper : helpers) {
      while (helper.thread.isAlive()) {
        try {
          helper.thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread of the team and whether it is parked. */
  private final class Helper {
    final Thread thread;
    private final int worker;
    private volatile boolean parked;

    Helper(int worker, String name) {
      this.worker = worker;
      thread = new Thread(this::live, name);
      thread.setDaemon(true);
    }

    void wake() {
      if (parked) {
        LockSupport.unpark(thread);
      }
    }

    private void live() {
      ThreadPlaces.pin(worker);
      @Nullable Loop last = null;
      while (!closed) {
        Loop loop = current;
        if (loop == null || loop == last) {
          loop = idle(last);
        }
        if (loop != null) {
          loop.work(worker);
          last = loop;
        }
      }
    }

    /** Waits for a loop other than {@code last}; null when the team is closed. */
    private @Nullable Loop idle(@Nullable Loop last) {
      long until = spinNanos == 0 ? 0 : System.nanoTime() + spinNanos;
      for (int i = 1; ; i++) {
        Loop loop = current;
        if (closed) {
          return null;
        }
        if (loop != null && loop != last) {
          return loop;
        }
        if (spinNanos != 0 && (i % PAUSES_PER_CLOCK != 0 || System.nanoTime() < until)) {
          Thread.onSpinWait();
        } else {
          park(last);
          until = spinNanos == 0 ? 0 : System.nanoTime() + spinNanos;
        }
      }
    }

    private void park(@Nullable Loop last) {
      parked = true;
      // The second check closes the race between the caller's check of `parked` and parking.
      Loop loop = current;
      if (!closed && (loop == null || loop == last)) {
        LockSupport.park(Workers.this);
      }
      parked = false;
    }
  }

  /** One parallelFor: a worker that arrives late finds no index left and touches nothing. */
  private static final class Loop {
    final int tasks;
    private final IndexedTask task;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean callerParked;

    Loop(int tasks, IndexedTask task) {
      this.tasks = tasks;
      this.task = task;
    }

    void work(int worker) {
      // Checking before the increment keeps idle workers from overflowing the counter.
      while (next.get() < tasks) {
        int index = next.getAndIncrement();
        if (index >= tasks) {
          return;
        }
        runOne(worker, index);
        if (finished.incrementAndGet() == tasks && callerParked) {
          LockSupport.unpark(caller);
        }
      }
    }

    private void runOne(int worker, int index) {
      if (failure.get() != null) {
        return;
      }
      try {
        task.run(worker, index);
      } catch (Throwable t) { // An Error in a helper must reach the caller too.
        failure.compareAndSet(null, t);
      }
    }

    void await(long spinNanos) {
      long until = spinNanos == 0 ? 0 : System.nanoTime() + spinNanos;
      for (int i = 1; finished.get() < tasks; i++) {
        if (spinNanos != 0 && (i % PAUSES_PER_CLOCK != 0 || System.nanoTime() < until)) {
          Thread.onSpinWait();
        } else {
          parkUntilFinished();
        }
      }
    }

    private void parkUntilFinished() {
      boolean interrupted = false;
      callerParked = true;
      while (finished.get() < tasks) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    void rethrow() {
      Throwable thrown = failure.get();
      if (thrown instanceof RuntimeException e) {
        throw e;
      }
      if (thrown instanceof Error e) {
        throw e;
      }
      if (thrown != null) {
        // Only a sneaky throw gets here: IndexedTask declares no checked exception.
        throw new IllegalStateException(thrown);
      }
    }
  }
}
