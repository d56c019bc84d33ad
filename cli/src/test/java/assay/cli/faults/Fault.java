package assay.cli.faults;

import assay.core.program.HostTensor;
import assay.core.spi.TargetException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/** What goes wrong in an execution. */
public enum Fault {
  /** Nothing does. */
  NONE(ScriptedExecutable::recompute),

  /** One entry is off by one in a thousand. */
  WRONG_ENTRY(e -> {
    e.recompute();
    HostTensor out = e.output();
    long middle = out.elements() / 2;
    out.set(middle, out.get(middle) * 1.001 + 0.001);
  }),

  /** Computed at the first call only. */
  STALE(e -> {
    if (e.calls() == 1) {
      e.recompute();
    }
  }),

  /** Computed only if an input was written since: right outputs, and times of nothing. */
  LAZY(e -> {
    if (e.inputWritten()) {
      e.recompute();
    }
  }),

  /** Computed at the first call; every further one copies that result out. */
  MEMOISED(e -> {
    if (e.calls() == 1) {
      e.compute();
    }
    e.copyOut();
  }),

  /** The last entry is never written. */
  UNWRITTEN_TAIL(e -> {
    MemorySegment all = e.output().data();
    long tail = all.byteSize() - e.output().tensor().type().bytes();
    byte[] before = all.asSlice(tail).toArray(ValueLayout.JAVA_BYTE);
    e.recompute();
    all.asSlice(tail).copyFrom(MemorySegment.ofArray(before));
  }),

  /** One entry is not a number. */
  NOT_A_NUMBER(e -> {
    e.recompute();
    e.output().set(0, Double.NaN);
  }),

  /** The third call fails. */
  THROWS(e -> {
    if (e.calls() == 3) {
      throw new TargetException("illegal address at the third launch");
    }
    e.recompute();
  }),

  /** It never returns. */
  HANGS(e -> {
    while (e.calls() > 0) {
      Thread.onSpinWait();
    }
  }),

  /** The third call takes the JVM down. */
  HALTS(e -> {
    if (e.calls() == 3) {
      System.err.println("a driver's last words");
      Runtime.getRuntime().halt(1);
    }
    e.recompute();
  });

  @SuppressWarnings("ImmutableEnumChecker") // None of them holds anything.
  private final Consumer<ScriptedExecutable> step;

  Fault(Consumer<ScriptedExecutable> step) {
    this.step = step;
  }

  void step(ScriptedExecutable executable) {
    step.accept(executable);
  }
}
