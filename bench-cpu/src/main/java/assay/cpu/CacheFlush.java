package assay.cpu;

import assay.core.availability.Availability;
import assay.core.host.HostCaches;
import assay.core.host.HostMemory;
import assay.core.host.HostRoot;
import assay.core.spi.TargetException;
import assay.core.spi.Unsupported;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Flushes the caches of all processors by reading unrelated memory: two passes over a buffer twice
 * as large as all caches together. All processors read a share of it at the same time, so that
 * private caches are flushed too.
 *
 * <p>It only reads: dirty lines would have to be written back while the next execution is timed.
 * Two passes, because a replacement policy that protects reused lines evicts them only for lines
 * that are reused as well. Neither the caller's threads nor these are pinned, so the scheduler
 * decides which private cache a thread flushes.
 */
public final class CacheFlush implements AutoCloseable {
  private static final int TIMES = 2;
  private static final int PASSES = 2;

  /**
   * The buffer may use half of the memory; the rest is for tensors, the JVM and other processes.
   */
  private static final int MEMORY_SHARE = 2;

  private static final double GIB = 1L << 30;

  /**
   * The shortest cache line of any processor that runs Java; longer lines are read more than once.
   */
  private static final int LINE = 64;

  private static final long PATTERN = 1;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer;
  private final int processors;
  private final CyclicBarrier together;
  private final ExecutorService threads;

  private CacheFlush(long bytes, int processors) {
    this.processors = processors;
    this.together = new CyclicBarrier(processors);
    long share = (bytes + processors - 1) / processors;
    long lines = (share + LINE - 1) / LINE;
    try {
      buffer = arena.allocate(lines * LINE * processors, LINE);
    } catch (OutOfMemoryError e) {
      arena.close();
      throw new TargetException(
          String.format(
              Locale.ROOT,
              "not enough memory for the cache flush buffer of %d bytes: free memory, or measure"
                  + " with a warm cache",
              lines * LINE * processors),
          e);
    }
    // Written once: all untouched pages are the kernel's one page of zeros.
    for (long at = 0; at < buffer.byteSize(); at += LINE) {
      buffer.set(ValueLayout.JAVA_LONG, at, PATTERN);
    }
    threads =
        Executors.newFixedThreadPool(
            processors, Thread.ofPlatform().daemon().name("assay-cache-flush-", 0).factory());
  }

  /** Why this machine's caches cannot be flushed; empty if they can. */
  public static Optional<Unsupported> unsupported() {
    return why(HostCaches.bytes(HostRoot.machine()), HostMemory.bytes())
        .map(reason -> new Unsupported("cache=cold", reason));
  }

  /**
   * Why caches cannot be flushed; empty if they can. The kernel reports the caches of the whole
   * host even to a container with a small share of its memory, and a buffer beyond the container's
   * limit raises no error that could be caught: the process is killed.
   *
   * @param memory available to this process, in bytes
   */
  static Optional<String> why(Availability<Long> caches, long memory) {
    return switch (caches) {
      case Availability.Unavailable<Long> unknown ->
          Optional.of("the size of the caches is unknown: " + unknown.reason());
      case Availability.Available<Long>(Long bytes) when TIMES * bytes > memory / MEMORY_SHARE ->
          Optional.of(
              String.format(
                  Locale.ROOT,
                  "a cache flush needs a buffer of %d bytes (%.1f GiB), twice the size of the"
                      + " caches, and may use half of the memory of this machine or container,"
                      + " which has %d bytes (%.1f GiB): raise the container's memory limit if"
                      + " there is one",
                  TIMES * bytes,
                  TIMES * bytes / GIB,
                  memory,
                  memory / GIB));
      case Availability.Available<Long> _ -> Optional.empty();
    };
  }

  /**
   * Allocates memory and threads to flush this machine's caches.
   *
   * @throws UnsupportedOperationException if they cannot be flushed, see {@link #unsupported}
   * @throws TargetException if there is not enough memory
   */
  public static CacheFlush ofThisMachine() {
    Availability<Long> caches = HostCaches.bytes(HostRoot.machine());
    Optional<String> why = why(caches, HostMemory.bytes());
    if (why.isEmpty() && caches instanceof Availability.Available<Long>(Long bytes)) {
      return new CacheFlush(TIMES * bytes, Runtime.getRuntime().availableProcessors());
    }
    throw new UnsupportedOperationException(why.orElseThrow());
  }

  /** For caches of the given total size. */
  static CacheFlush of(long cacheBytes, int processors) {
    return new CacheFlush(TIMES * cacheBytes, processors);
  }

  /**
   * Flushes the caches.
   *
   * @return the number of lines read in all passes: {@link #lines()} unless the reads were
   *     optimized away
   */
  public long flush() {
    List<Callable<Long>> shares = new ArrayList<>();
    long share = buffer.byteSize() / processors;
    for (int i = 0; i < processors; i++) {
      long from = i * share;
      shares.add(() -> read(from, from + share));
    }
    try {
      long read = 0;
      for (Future<Long> done : threads.invokeAll(shares)) {
        read += done.get();
      }
      return read;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException("interrupted during the cache flush", e);
    } catch (ExecutionException e) {
      throw new TargetException("the cache flush failed: " + e.getCause(), e);
    }
  }

  /**
   * All threads start together, so that none reads two shares and each has a processor to itself.
   */
  private long read(long from, long to) throws InterruptedException, BrokenBarrierException {
    together.await();
    long sum = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      for (long at = from; at < to; at += LINE) {
        sum += buffer.get(ValueLayout.JAVA_LONG, at);
      }
    }
    return sum;
  }

  /** Lines that a flush reads. */
  long lines() {
    return PASSES * (buffer.byteSize() / LINE);
  }

  /** Size of the buffer in bytes. */
  long bytes() {
    return buffer.byteSize();
  }

  /** Releases memory and threads. Closing twice is harmless. */
  @Override
  public void close() {
    threads.close();
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
