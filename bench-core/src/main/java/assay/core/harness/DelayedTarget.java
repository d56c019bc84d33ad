package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.device.CacheLevel;
import assay.core.device.Device;
import assay.core.profile.ProfiledPart;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import assay.core.spi.Executable;
import assay.core.spi.ProgramParts;
import assay.core.spi.Target;
import assay.core.spi.Unsupported;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A target that takes longer for one operation, by waiting: to find out whether a profile tells
 * which one it is. Nothing that is measured for its own sake uses it.
 *
 * @param right what computes
 * @param op id of the operation, as {@link ProfiledPart#id}
 * @param seconds that every execution of a program with this operation takes longer
 */
record DelayedTarget(Target right, String op, double seconds) implements Target {
  @Override
  public String id() {
    return right.id();
  }

  @Override
  public String description() {
    return right.description();
  }

  @Override
  public Availability<Device> probe() {
    return right.probe();
  }

  @Override
  public List<Precision> precisions() {
    return right.precisions();
  }

  @Override
  public Optional<Unsupported> unsupported(Program program, Precision precision) {
    return right.unsupported(program, precision);
  }

  @Override
  public Availability<List<CacheLevel>> caches() {
    return right.caches();
  }

  @Override
  public Executable compile(Program program, Precision precision, Options options) {
    Executable executable = right.compile(program, precision, options);
    return program.ops().stream().anyMatch(this::isIt) ? new Delayed(executable) : executable;
  }

  private boolean isIt(Op other) {
    return ProfiledPart.id(other).equals(op);
  }

  private final class Delayed implements Executable {
    private final Executable executable;

    Delayed(Executable executable) {
      this.executable = executable;
    }

    private long delay() {
      long nanos = Math.round(seconds * 1e9);
      long start = System.nanoTime();
      while (System.nanoTime() - start < nanos) {
        Thread.onSpinWait();
      }
      return nanos;
    }

    @Override
    public void execute() {
      executable.execute();
      delay();
    }

    @Override
    public Availability<ProgramParts> parts() {
      return executable.parts();
    }

    @Override
    public void execute(long[] marks) {
      executable.execute(marks);
      long nanos = delay();
      if (parts() instanceof Available<ProgramParts>(ProgramParts parts)) {
        boolean after = false;
        for (int part = 0; part < parts.groups().size(); part++) {
          after |= parts.groups().get(part).stream().anyMatch(DelayedTarget.this::isIt);
          marks[part + 1] += after ? nanos : 0;
        }
      }
    }

    @Override
    public void write(HostTensor value) {
      executable.write(value);
    }

    @Override
    public HostTensor read(Tensor tensor) {
      return executable.read(tensor);
    }

    @Override
    public OptionalInt accumulatorBits() {
      return executable.accumulatorBits();
    }

    @Override
    public OptionalLong deviceNanos() {
      return executable.deviceNanos();
    }

    @Override
    public String engine() {
      return executable.engine();
    }

    @Override
    public void close() {
      executable.close();
    }
  }
}
