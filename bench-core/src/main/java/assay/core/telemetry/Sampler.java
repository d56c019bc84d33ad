package assay.core.telemetry;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads all instruments of a run: periodically at a slow rate, immediately at the edges of a
 * window, and, during an energy window, those that measure energy at a higher rate. Uses one
 * thread, whose CPU time is recorded so that a run can report the cost of sampling.
 */
public final class Sampler implements AutoCloseable {
  private static final double NANOS = 1e-9;

  private final OpenSources sources;
  private final Duration period;
  private final Consumer<Snapshot> log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicLong cpuNanos = new AtomicLong();
  private final long startNanos = System.nanoTime();
  private final Thread thread;
  private @Nullable List<Snapshot> recording;
  private long denseNanos;
  private boolean closed;

  /**
   * Starts sampling.
   *
   * @param period time between two slow readings
   * @param log receives every snapshot, on the thread that took it
   */
  public Sampler(OpenSources sources, Duration period, Consumer<Snapshot> log) {
    this.sources = sources;
    this.period = period;
    this.log = log;
    this.thread = Thread.ofPlatform().daemon().name("assay-sampler").unstarted(this::loop);
    thread.start();
  }

  /** The sources that it reads. */
  public OpenSources sources() {
    return sources;
  }

  private void loop() {
    lock.lock();
    try {
      long nextSlow = System.nanoTime();
      while (!closed) {
        if (System.nanoTime() >= nextSlow) {
          take(true);
          nextSlow = System.nanoTime() + period.toNanos();
        } else if (denseNanos > 0) {
          take(false);
        }
        long wait = nextSlow - System.nanoTime();
        wait = denseNanos > 0 ? Math.min(wait, denseNanos) : wait;
        if (wait > 0) {
          changed.awaitNanos(wait);
        }
        cpuNanos.set(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Reads immediately; the lock must be held. */
  private Snapshot take(boolean all) {
    List<OpenSources.Opened> instruments = sources.instruments();
    @Nullable Readings[] readings = new Readings[instruments.size()];
    long begin = System.nanoTime();
    for (int i = 0; i < readings.length; i++) {
      Instrument instrument = instruments.get(i).instrument();
      if (all || instrument.metersEnergy()) {
        Readings into = new Readings(instrument.channels(), System.nanoTime());
        long before = into.nanos();
        instrument.read(into);
        if (into.nanos() == before) {
          // The values were read somewhere in between.
          into.takenAt(before + (System.nanoTime() - before) / 2);
        }
        readings[i] = into;
      }
    }
    Snapshot snapshot = new Snapshot(begin, Collections.unmodifiableList(Arrays.asList(readings)));
    if (recording != null) {
      recording.add(snapshot);
    }
    log.accept(snapshot);
    return snapshot;
  }

  /**
   * Begins a window with a reading of all instruments.
   *
   * @param energyPeriod time between two readings of energy and power until it ends; zero if the
   *     slow readings are enough
   */
  public void begin(Duration energyPeriod) {
    lock.lock();
    try {
      recording = new ArrayList<>();
      denseNanos = energyPeriod.toNanos();
      take(true);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the window with a reading of all instruments.
   *
   * @return all snapshots of the window, its edges first and last; empty if none was begun
   */
  public List<Snapshot> end() {
    lock.lock();
    try {
      if (recording == null) {
        return List.of();
      }
      take(true);
      List<Snapshot> window = List.copyOf(recording);
      recording = null;
      denseNanos = 0;
      return window;
    } finally {
      lock.unlock();
    }
  }

  /** Reads one channel immediately; neither logged nor part of a window. */
  public Point read(int instrument, int channel) {
    lock.lock();
    try {
      Instrument read = sources.instruments().get(instrument).instrument();
      Readings into = new Readings(read.channels(), System.nanoTime());
      read.read(into);
      String reason = into.reason(channel);
      return reason == null
          ? Point.of(into.nanos(), into.value(channel))
          : Point.missing(into.nanos(), reason);
    } finally {
      lock.unlock();
    }
  }

  /** Discards a window that was begun and will not be ended. */
  public void abandon() {
    lock.lock();
    try {
      recording = null;
      denseNanos = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Tells the instruments which process is measured; 0 for none. */
  public void follow(long pid) {
    lock.lock();
    try {
      sources.instruments().forEach(o -> o.instrument().follow(pid));
    } finally {
      lock.unlock();
    }
  }

  /** CPU time of the sampling thread in % of one core since the start. */
  public double percentOfCore() {
    return 100.0
        * cpuNanos.get()
        * NANOS
        / Math.max(NANOS, NANOS * (System.nanoTime() - startNanos));
  }

  /** Ends the thread and closes the sources. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sources.close();
  }
}
