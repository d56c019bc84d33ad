package assay.gpu.driver;

import java.lang.foreign.MemorySegment;
import jcuda.Pointer;

/**
 * Pinned memory in two halves: the host fills or drains one while the device copies the other. A
 * half is reused only after the device has reached the event behind its last copy.
 */
public final class Staging implements AutoCloseable {
  private static final int HALVES = 2;

  private final Scope scope = new Scope();
  private final Half[] halves = new Half[HALVES];
  private int next;

  private Staging() {}

  /**
   * Allocates both halves.
   *
   * @param bytes of both together, at least 2
   */
  static Staging allocate(Ledger ledger, int bytes) {
    Staging staging = new Staging();
    try {
      for (int i = 0; i < HALVES; i++) {
        PinnedMemory memory = staging.scope.add(PinnedMemory.allocate(ledger, bytes / HALVES));
        Event copied = staging.scope.add(Event.mark(ledger));
        staging.halves[i] = staging.scope.add(new Half(memory, copied));
      }
    } catch (RuntimeException e) {
      try {
        staging.close();
      } catch (RuntimeException other) {
        e.addSuppressed(other);
      }
      throw e;
    }
    return staging;
  }

  /** Largest size of a single copy, in bytes. */
  long piece() {
    return halves[0].segment().byteSize();
  }

  /**
   * The least recently used half, after its last copy.
   *
   * @param purpose for messages
   * @throws CudaException if that copy failed
   */
  Half take(String purpose) {
    Half half = halves[next];
    next = (next + 1) % HALVES;
    half.await(purpose);
    return half;
  }

  /** Waits for pending copies, then releases everything. */
  @Override
  public void close() {
    scope.close();
  }

  /** One of the two halves. */
  static final class Half implements AutoCloseable {
    private final PinnedMemory memory;
    private final Event copied;
    private boolean underWay;

    private Half(PinnedMemory memory, Event copied) {
      this.memory = memory;
      this.copied = copied;
    }

    MemorySegment segment() {
      return memory.segment();
    }

    Pointer pointer() {
      return memory.pointer();
    }

    /** Records the end of the last copy enqueued on the stream. */
    void onItsWay(Stream stream, String purpose) {
      try {
        copied.record(stream);
      } catch (CudaException e) {
        waitInstead(stream, purpose, e);
        throw e;
      }
      underWay = true;
    }

    /** Without the event, waits for everything on the stream. */
    private static void waitInstead(Stream stream, String purpose, CudaException e) {
      try {
        stream.await(purpose);
      } catch (CudaException other) {
        e.addSuppressed(other);
      }
    }

    /** Waits for the last copy, unless that has been done. */
    void await(String purpose) {
      if (underWay) {
        copied.await(purpose);
        underWay = false;
      }
    }

    @Override
    public void close() {
      await("the release of staging memory");
    }
  }
}
