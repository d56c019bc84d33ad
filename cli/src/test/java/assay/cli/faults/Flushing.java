package assay.cli.faults;

import assay.core.program.Program;
import assay.core.spi.Executable;
import assay.core.spi.TargetException;
import assay.core.spi.Unsupported;
import java.util.Optional;

/** Targets with caches that can be emptied, in all ways that this can go. */
public final class Flushing {
  /** What emptying them takes, far more than the execution of a small product. */
  public static final long MILLIS = 200;

  private Flushing() {}

  /** A right target whose executions need caches to have been emptied right before, or fail. */
  abstract static class Strict extends ScriptedTarget {
    Strict(String id) {
      super(id);
    }

    @Override
    public Optional<Unsupported> unsupportedFlush() {
      return Optional.empty();
    }

    /** Empties them. */
    abstract void empty(long flushes);

    @Override
    Executable executable(Program program, Executable right, Script script) {
      return new ScriptedExecutable(program, right, script, 0) {
        private long flushes;
        private long warm;

        @Override
        void step() {
          // The check executes once more after the last timed execution.
          boolean cold = flushes >= calls();
          warm += cold || flushes == 0 ? 0 : 1;
          if (warm > 1) {
            throw new TargetException("a cold run executed twice with caches full");
          }
          super.step();
        }

        @Override
        public void flush() {
          flushes++;
          empty(flushes);
        }
      };
    }
  }

  /** Takes long to empty them. */
  public static final class Flushes extends Strict {
    public Flushes() {
      super("flushes");
    }

    @Override
    void empty(long flushes) {
      try {
        Thread.sleep(MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Fails at the third time. */
  public static final class FlushThrows extends Strict {
    public FlushThrows() {
      super("flush-throws");
    }

    @Override
    void empty(long flushes) {
      if (flushes == 3) {
        throw new TargetException("the third memset failed");
      }
    }
  }

  /** Finds out on the device only that it cannot. */
  public static final class FlushUnknown extends Strict {
    public FlushUnknown() {
      super("flush-unknown");
    }

    @Override
    void empty(long flushes) {
      throw new UnsupportedOperationException("the device does not state the size of its cache");
    }
  }
}
