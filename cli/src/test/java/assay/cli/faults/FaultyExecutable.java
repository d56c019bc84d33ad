package assay.cli.faults;

import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Output buffers of its own between the caller and a right executable, as a device would have them:
 * what {@link #step} does not write keeps what was there.
 */
class FaultyExecutable implements Executable {
  private final Executable right;
  private final Map<Tensor, HostTensor> outputs = new LinkedHashMap<>();
  private long calls;

  FaultyExecutable(Program program, Executable right) {
    this.right = right;
    program.outputs().forEach(t -> outputs.put(t, HostTensor.allocate(t)));
  }

  /** Executions so far, with the one that is under way. */
  final long calls() {
    return calls;
  }

  final HostTensor output() {
    return outputs.values().iterator().next();
  }

  /** Computes, and copies every element to the output buffer. */
  final void recompute() {
    right.execute();
    outputs.forEach((tensor, buffer) -> buffer.data().copyFrom(right.read(tensor).data()));
  }

  /** One execution; right unless overridden. */
  void step() {
    recompute();
  }

  @Override
  public void write(HostTensor value) {
    MemorySegment own = outputs.containsKey(value.tensor()) ? buffer(value.tensor()) : null;
    if (own == null) {
      right.write(value);
    } else {
      own.copyFrom(value.data());
    }
  }

  private MemorySegment buffer(Tensor tensor) {
    return Objects.requireNonNull(outputs.get(tensor)).data();
  }

  @Override
  public final void execute() {
    calls++;
    step();
  }

  @Override
  public HostTensor read(Tensor tensor) {
    HostTensor own = outputs.get(tensor);
    return own == null ? right.read(tensor) : own;
  }

  @Override
  public OptionalLong deviceNanos() {
    return right.deviceNanos();
  }

  @Override
  public String engine() {
    return "faulty " + right.engine();
  }

  @Override
  public void close() {
    right.close();
  }
}
