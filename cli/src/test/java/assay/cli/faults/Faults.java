package assay.cli.faults;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Advice;
import assay.core.device.DesignPeak;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.spi.Executable;
import assay.core.spi.TargetException;
import assay.core.spi.Unsupported;
import assay.core.spi.UnsupportedProgramException;
import assay.core.telemetry.Attribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every fault as a target of its own; registered in META-INF/services. */
public final class Faults {
  /** The exit code with which {@link ProbeCrashes} ends its JVM. */
  public static final int CRASH = 77;

  private Faults() {}

  /** Nothing is wrong. */
  public static final class Right extends ScriptedTarget {
    public Right() {
      super("right");
    }
  }

  /** Right, on a device with three units; its engine says how many elements it was given. */
  public static final class ThreeUnits extends ScriptedTarget {
    public ThreeUnits() {
      super("three-units");
    }

    @Override
    public int parallelUnits(Device device, Options options) {
      return 3;
    }

    @Override
    Executable executable(Program program, Executable right, Script script) {
      return new ScriptedExecutable(program, right, script, 0) {
        @Override
        public String engine() {
          return program.outputs().getFirst().elements() + " elements";
        }
      };
    }
  }

  /** One entry is off by one in a thousand. */
  public static final class WrongEntry extends ScriptedTarget {
    public WrongEntry() {
      super("wrong-entry", Fault.WRONG_ENTRY);
    }
  }

  /** Computes at the first call only. */
  public static final class Stale extends ScriptedTarget {
    public Stale() {
      super("stale", Fault.STALE);
    }
  }

  /** Computes only if an input was written since: right outputs, and times of nothing. */
  public static final class LazyUntilWritten extends ScriptedTarget {
    public LazyUntilWritten() {
      super("lazy", Fault.LAZY);
    }
  }

  /** Computes at the first call and copies that result out at every further one. */
  public static final class Memoised extends ScriptedTarget {
    public Memoised() {
      super("memoised", Fault.MEMOISED);
    }
  }

  /** The last entry is never written. */
  public static final class UnwrittenTail extends ScriptedTarget {
    public UnwrittenTail() {
      super("unwritten-tail", Fault.UNWRITTEN_TAIL);
    }
  }

  /** One entry is not a number. */
  public static final class NotANumber extends ScriptedTarget {
    public NotANumber() {
      super("nan", Fault.NOT_A_NUMBER);
    }
  }

  /** Cannot be compiled. */
  public static final class CompileThrows extends ScriptedTarget {
    public CompileThrows() {
      super("compile-throws");
    }

    @Override
    public Executable compile(Program program, Precision precision, Options options) {
      throw new TargetException("no kernel image for this device: update the driver");
    }
  }

  /** Fails at the third execution. */
  public static final class ExecuteThrows extends ScriptedTarget {
    public ExecuteThrows() {
      super("execute-throws", Fault.THROWS);
    }
  }

  /** Is not here. */
  public static final class Absent extends ScriptedTarget {
    public Absent() {
      super("absent");
    }

    @Override
    public Availability<Device> probe() {
      return new Availability.Unavailable<>("no such board on the bus", new Advice("plug one in"));
    }
  }

  /** Throws when asked whether it is here, against its contract. */
  public static final class ProbeThrows extends ScriptedTarget {
    public ProbeThrows() {
      super("probe-throws");
    }

    @Override
    public Availability<Device> probe() {
      throw new UnsatisfiedLinkError("libmissing.so.1: cannot open shared object file");
    }
  }

  /** Takes its JVM down when asked whether it is here. */
  public static final class ProbeCrashes extends ScriptedTarget {
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
  public static final class BadJvmArgument extends ScriptedTarget {
    public BadJvmArgument() {
      super("bad-jvm-argument");
    }

    @Override
    public List<String> jvmArgs() {
      return List.of("-XX:+NoSuchFlagAnywhere");
    }
  }

  /** Cannot do products. */
  public static final class CannotDo extends ScriptedTarget {
    public CannotDo() {
      super("cannot-do");
    }

    @Override
    public Optional<Unsupported> unsupported(Program program, Precision precision) {
      return Optional.of(new Unsupported("MatMul", "this board has no multipliers"));
    }
  }

  /** Knows only when it prepares the program that it cannot do it. */
  public static final class Declines extends ScriptedTarget {
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
  public static final class UnsupportedThrows extends ScriptedTarget {
    public UnsupportedThrows() {
      super("unsupported-throws");
    }

    @Override
    public Optional<Unsupported> unsupported(Program program, Precision precision) {
      throw new IllegalStateException("table of operations is missing");
    }
  }

  /** Takes all memory. Its heap is small, so that it is its own memory only. */
  public static final class OutOfMemory extends ScriptedTarget {
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
  public static final class Hangs extends ScriptedTarget {
    public Hangs() {
      super("hangs", Fault.HANGS);
    }
  }

  /** Right, but talks on both streams. */
  public static final class Chatty extends ScriptedTarget {
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
  public static final class Halts extends ScriptedTarget {
    public Halts() {
      super("halts", Fault.HALTS);
    }
  }

  /** Computes right on a device that is none. */
  public static class Emulation extends ScriptedTarget {
    public Emulation() {
      this("emulation", Fault.NONE);
    }

    Emulation(String id, Fault fault) {
      super(id, fault);
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
      super("wrong-emulation", Fault.NOT_A_NUMBER);
    }
  }

  /** Never returns, on a device that is none. */
  public static final class EmulationHangs extends Emulation {
    public EmulationHangs() {
      super("emulation-hangs", Fault.HANGS);
    }
  }

  /** Right, on a part of an accelerator whose clock and energy nobody can tell. */
  public static final class Unattributed extends ScriptedTarget {
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
  public static final class Clocked extends ScriptedTarget {
    public Clocked() {
      super("clocked", Script.of(Fault.NONE).withDeviceNanos(1));
    }
  }

  /** Right, on a device whose clock says that nothing took any time. */
  public static final class ClockStands extends ScriptedTarget {
    public ClockStands() {
      super("clock-stands", Script.of(Fault.NONE).withDeviceNanos(0.1));
    }
  }

  /** Right, on a device whose clock runs backwards. */
  public static final class ClockBackwards extends ScriptedTarget {
    public ClockBackwards() {
      super("clock-backwards", Script.of(Fault.NONE).withDeviceNanos(-5));
    }
  }

  /** Right, on a device that states a peak which is no number. */
  public static final class PeakIsNoNumber extends ScriptedTarget {
    public PeakIsNoNumber() {
      super("peak-is-no-number", Script.of(Fault.NONE).withDeviceNanos(1));
    }

    @Override
    public Availability<Device> probe() {
      return new Availability.Available<>(
          new Device.Hardware("board", Map.of(DesignPeak.FLOPS, "very high")));
    }
  }

  /** Right, and does not name its engine. */
  public static class Nameless extends ScriptedTarget {
    public Nameless() {
      this("nameless", Fault.NONE);
    }

    Nameless(String id, Fault fault) {
      super(id, fault);
    }

    @Override
    Executable executable(Program program, Executable right, Script script) {
      return new ScriptedExecutable(program, right, script, 0) {
        @Override
        public String engine() {
          return " ";
        }
      };
    }
  }

  /** Wrong, and does not name its engine. */
  public static final class WrongNameless extends Nameless {
    public WrongNameless() {
      super("wrong-nameless", Fault.WRONG_ENTRY);
    }
  }

  /** Takes long to say whether it is here, and makes a file when it is asked. */
  public static final class ProbeWaits extends ScriptedTarget {
    /** System property that names the file. */
    public static final String ASKED = "assay.test.asked";

    public ProbeWaits() {
      super("probe-waits");
    }

    @Override
    public List<String> jvmArgs() {
      return List.of("-D" + ASKED + "=" + System.getProperty(ASKED, ""));
    }

    @Override
    public Availability<Device> probe() {
      try {
        Files.createFile(Path.of(System.getProperty(ASKED, "")));
        Thread.sleep(Duration.ofMinutes(1));
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return super.probe();
    }
  }
}
