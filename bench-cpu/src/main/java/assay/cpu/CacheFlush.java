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
 * Empties the caches of all processors by reading through other memory: twice through a buffer of
 * twice what all caches hold together, a share of it on each processor at the same time, so that
 * private caches are reached too.
 *
 * <p>It reads and does not write, since a cache full of changed lines would have to write them back
 * while the next execution is timed. Two passes, because a cache that protects what was used more
 * than once gives way only to what is used again. The caller's own threads are not bound to
 * processors, and neither are these: which private cache a thread empties is the scheduler's
 * choice.
 */
public final class CacheFlush implements AutoCloseable {
  private static final int TIMES = 2;
  private static final int PASSES = 2;

  /** The buffer may take half of the memory: the rest is for tensors, the JVM and others. */
  private static final int MEMORY_SHARE = 2;

  private static final double GIB = 1L << 30;

  /** The shortest line of a processor that Java runs on; longer ones are read more than once. */
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
          "no memory for the %d bytes that empty the caches: free memory, or measure warm"
              .formatted(lines * LINE * processors),
          e);
    }
    // Memory that nothing has written is one page of zeros, whatever its size.
    for (long at = 0; at < buffer.byteSize(); at += LINE) {
      buffer.set(ValueLayout.JAVA_LONG, at, PATTERN);
    }
    threads =
        Executors.newFixedThreadPool(
            processors, Thread.ofPlatform().daemon().name("assay-cache-flush-", 0).factory());
  }

  /** Why this machine's caches cannot be emptied; empty if they can. */
  public static Optional<Unsupported> unsupported() {
    return why(HostCaches.bytes(HostRoot.machine()), HostMemory.bytes())
        .map(reason -> new Unsupported("cache=cold", reason));
  }

  /**
   * Why caches cannot be emptied; empty if they can. The kernel states the whole host's caches,
   * also to a container that has a small part of its memory: a buffer beyond its limit is no error
   * that could be caught, but the end of the process.
   *
   * @param memory that this process may take, in bytes
   */
  static Optional<String> why(Availability<Long> caches, long memory) {
    return switch (caches) {
      case Availability.Unavailable<Long> unknown ->
          Optional.of("the size of the caches is unknown: " + unknown.reason());
      case Availability.Available<Long>(Long bytes) when TIMES * bytes > memory / MEMORY_SHARE ->
          Optional.of(
              String.format(
                  Locale.ROOT,
                  "emptying the caches takes a buffer of %d bytes (%.1f GiB), twice what they hold,"
                      + " and this machine or container has %d bytes (%.1f GiB) of memory, of which"
                      + " half is left to everything else: raise the container's limit if there"
                      + " is one",
                  TIMES * bytes,
                  TIMES * bytes / GIB,
                  memory,
                  memory / GIB));
      case Availability.Available<Long> _ -> Optional.empty();
    };
  }

  /**
   * Takes memory and threads for this machine's caches.
   *
   * @throws UnsupportedOperationException if they cannot be emptied, as {@link #unsupported} has it
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

  /** For caches of another size. */
  static CacheFlush of(long cacheBytes, int processors) {
    return new CacheFlush(TIMES * cacheBytes, processors);
  }

  /**
   * Empties them.
   *
   * @return how many lines were read, of all passes: {@link #lines()} unless the reading was left
   *     out
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
      throw new TargetException("interrupted while the caches were emptied", e);
    } catch (ExecutionException e) {
      throw new TargetException("the caches could not be emptied: " + e.getCause(), e);
    }
  }

  /** All begin at once, so that no thread takes two shares and each has a processor to itself. */
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

  /** Bytes of the buffer. */
  long bytes() {
    return buffer.byteSize();
  }

  /** Gives memory and threads back. Closing twice is harmless. */
  @Override
  public void close() {
    threads.close();
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
