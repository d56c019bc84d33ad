package assay.cli.faults;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Advice;
import assay.core.device.Device;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.spi.Executable;
import assay.core.spi.TargetException;
import assay.core.spi.Unsupported;
import assay.core.spi.UnsupportedProgramException;
import assay.core.telemetry.Attribution;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Every fault as a target of its own; registered in META-INF/services. */
public final class Faults {
  /** The exit code with which {@link ProbeCrashes} ends its JVM. */
  public static final int CRASH = 77;

  private Faults() {}

  /** Nothing is wrong. */
  public static final class Right extends FaultyTarget {
    public Right() {
      super("right");
    }
  }

  /** One entry is off by one in a thousand. */
  public static final class WrongEntry extends FaultyTarget {
    public WrongEntry() {
      super("wrong-entry");
    }

    @Override
    Executable executable(Program program, Executable right) {
      return new FaultyExecutable(program, right) {
        @Override
        void step() {
          recompute();
          HostTensor out = output();
          long middle = out.elements() / 2;
          out.set(middle, out.get(middle) * 1.001 + 0.001);
        }
      };
    }
  }

  /** Computes at the first call only. */
  public static final class Stale extends FaultyTarget {
    public Stale() {
      super("stale");
    }

    @Override
    Executable executable(Program program, Executable right) {
      return new FaultyExecutable(program, right) {
        @Override
        void step() {
          if (calls() == 1) {
            recompute();
          }
        }
      };
    }
  }

  /** Computes only if an input was written since: right outputs, and times of nothing. */
  public static final class LazyUntilWritten extends FaultyTarget {
    public LazyUntilWritten() {
      super("lazy");
    }

    @Override
    Executable executable(Program program, Executable right) {
      return new FaultyExecutable(program, right) {
        private boolean fresh;

        @Override
        public void write(HostTensor value) {
          super.write(value);
          fresh |= program.inputs().contains(value.tensor());
        }

        @Override
        void step() {
          if (fresh) {
            recompute();
            fresh = false;
          }
        }
      };
    }
  }

  /** Computes at the first call and copies that result out at every further one. */
  public static final class Memoised extends FaultyTarget {
    public Memoised() {
      super("memoised");
    }

    @Override
    Executable executable(Program program, Executable right) {
      HostTensor copy = HostTensor.allocate(program.outputs().getFirst());
      return new FaultyExecutable(program, right) {
        @Override
        void step() {
          if (calls() == 1) {
            recompute();
            copy.data().copyFrom(output().data());
          } else {
            output().data().copyFrom(copy.data());
          }
        }
      };
    }
  }

  /** The last entry is never written. */
  public static final class UnwrittenTail extends FaultyTarget {
    public UnwrittenTail() {
      super("unwritten-tail");
    }

    @Override
    Executable executable(Program program, Executable right) {
      return new FaultyExecutable(program, right) {
        @Override
        void step() {
          MemorySegment all = output().data();
          long tail = all.byteSize() - output().tensor().type().bytes();
          byte[] before = all.asSlice(tail).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
          recompute();
          all.asSlice(tail).copyFrom(MemorySegment.ofArray(before));
        }
      };
    }
  }

  /** One entry is not a number. */
  public static final class NotANumber extends FaultyTarget {
    public NotANumber() {
      super("nan");
    }

    @Override
    Executable executable(Program program, Executable right) {
      return new FaultyExecutable(program, right) {
        @Override
        void step() {
          recompute();
          output().set(0, Double.NaN);
        }
      };
    }
  }

  /** Cannot be compiled. */
  public static final class CompileThrows extends FaultyTarget {
    public CompileThrows() {
      super("compile-throws");
    }

    @Override
    public Executable compile(Program program, Precision precision, Options options) {
      throw new TargetException("no kernel image for this device: update the driver");
    }
  }

  /** Fails at the third execution. */
  public static final class ExecuteThrows extends FaultyTarget {
    public ExecuteThrows() {
      super("execute-throws");
    }

    @Override
    Executable executable(Program program, Executable right) {
      return new FaultyExecutable(program, right) {
        @Override
        void step() {
          if (calls() == 3) {
            throw new TargetException("illegal address at the third launch");
          }
          recompute();
        }
      };
    }
  }

  /** Is not here. */
  public static final class Absent extends FaultyTarget {
    public Absent() {
      super("absent");
    }

    @Override
    public Availability<Device> probe() {
      return new Availability.Unavailable<>("no such board on the bus", new Advice("plug one in"));
    }
  }

  /** Throws when asked whether it is here, against its contract. */
  public static final class ProbeThrows extends FaultyTarget {
    public ProbeThrows() {
      super("probe-throws");
    }

    @Override
    public Availability<Device> probe() {
      throw new UnsatisfiedLinkError("libmissing.so.1: cannot open shared object file");
    }
  }

  /** Takes its JVM down when asked whether it is here. */
  public static final class ProbeCrashes extends FaultyTarget {
    public ProbeCrashes() {
      super("probe-crashes");
    }

    @Override
    public Availability<Device> probe() {
      Runtime.getRuntime().halt(CRASH);
      throw new AssertionError("halted");
    }
  }

  /** Wants an argument that no JVM has. */
  public static final class BadJvmArgument extends FaultyTarget {
    public BadJvmArgument() {
      super("bad-jvm-argument");
    }

    @Override
    public List<String> jvmArgs() {
      return List.of("-XX:+NoSuchFlagAnywhere");
    }
  }

  /** Cannot do products. */
  public static final class CannotDo extends FaultyTarget {
    public CannotDo() {
      super("cannot-do");
    }

    @Override
    public Optional<Unsupported> unsupported(Program program, Precision precision) {
      return Optional.of(new Unsupported("MatMul", "this board has no multipliers"));
    }
  }

  /** Knows only when it prepares the program that it cannot do it. */
  public static final class Declines extends FaultyTarget {
    public Declines() {
      super("declines");
    }

    @Override
    public Executable compile(Program program, Precision precision, Options options) {
      throw new UnsupportedProgramException(
          new Unsupported("MatMul", "the library offers no algorithm"),
          new Advice("use another library"));
    }
  }

  /** Throws when asked what it cannot do. */
  public static final class UnsupportedThrows extends FaultyTarget {
    public UnsupportedThrows() {
      super("unsupported-throws");
    }

    @Override
    public Optional<Unsupported> unsupported(Program program, Precision precision) {
      throw new IllegalStateException("table of operations is missing");
    }
  }

  /** Takes all memory. Its heap is small, so that it is its own memory only. */
  public static final class OutOfMemory extends FaultyTarget {
    private static final int BLOCK = 1 << 20;

    public OutOfMemory() {
      super("out-of-memory");
    }

    @Override
    public List<String> jvmArgs() {
      return List.of("-Xmx48m");
    }

    @Override
    public Executable compile(Program program, Precision precision, Options options) {
      List<long[]> hoard = new ArrayList<>();
      while (hoard.size() < Integer.MAX_VALUE) {
        hoard.add(new long[BLOCK]);
      }
      throw new AssertionError(hoard.size());
    }
  }

  /** Never returns. */
  public static final class Hangs extends FaultyTarget {
    public Hangs() {
      super("hangs");
    }

    @Override
    Executable executable(Program program, Executable right) {
      return new FaultyExecutable(program, right) {
        @Override
        void step() {
          while (calls() > 0) {
            Thread.onSpinWait();
          }
        }
      };
    }
  }

  /** Right, but talks on both streams. */
  public static final class Chatty extends FaultyTarget {
    public Chatty() {
      super("chatty");
    }

    @Override
    public Executable compile(Program program, Precision precision, Options options) {
      System.out.println("{\"compiling\": \"here I am\"}");
      System.err.println("warning: I talk");
      return super.compile(program, precision, options);
    }
  }

  /** Takes its JVM down at the third execution. */
  public static final class Halts extends FaultyTarget {
    public Halts() {
      super("halts");
    }

    @Override
    Executable executable(Program program, Executable right) {
      return new FaultyExecutable(program, right) {
        @Override
        void step() {
          if (calls() == 3) {
            System.err.println("a driver's last words");
            Runtime.getRuntime().halt(1);
          }
          recompute();
        }
      };
    }
  }

  /** Computes right on a device that is none. */
  public static class Emulation extends FaultyTarget {
    public Emulation() {
      this("emulation");
    }

    Emulation(String id) {
      super(id);
    }

    @Override
    public Availability<Device> probe() {
      return new Availability.Available<>(
          new Device.Emulated("board model", Map.of("model", "cycle-accurate")));
    }
  }

  /** Computes wrong on a device that is none. */
  public static final class WrongEmulation extends Emulation {
    public WrongEmulation() {
      super("wrong-emulation");
    }

    @Override
    Executable executable(Program program, Executable right) {
      return new NotANumber().executable(program, right);
    }
  }

  /** Never returns, on a device that is none. */
  public static final class EmulationHangs extends Emulation {
    public EmulationHangs() {
      super("emulation-hangs");
    }

    @Override
    Executable executable(Program program, Executable right) {
      return new Hangs().executable(program, right);
    }
  }

  /** Right, on a part of an accelerator whose clock and energy nobody can tell. */
  public static final class Unattributed extends FaultyTarget {
    /** Why nobody can. */
    public static final String REASON = "it is a part of a board";

    public Unattributed() {
      super("unattributed");
    }

    @Override
    public Availability<Device> probe() {
      return new Availability.Available<>(
          new Device.Hardware("part", Map.of(Attribution.UNATTRIBUTED, REASON)));
    }
  }

  /** Right, on a device with a clock of its own that says 1 ns. */
  public static final class Clocked extends FaultyTarget {
    public Clocked() {
      super("clocked");
    }

    @Override
    Executable executable(Program program, Executable right) {
      return new FaultyExecutable(program, right) {
        @Override
        public OptionalLong deviceNanos() {
          return OptionalLong.of(1);
        }
      };
    }
  }
}
