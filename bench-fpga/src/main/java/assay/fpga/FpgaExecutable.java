package assay.fpga;

import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** A program as kernels in an accelerator's queue, its tensors in the accelerator's memory. */
final class FpgaExecutable implements Executable {
  private final Program program;
  private final Accelerator accelerator;
  private final DeviceMemory memory;
  private final StepCounters counters;
  private final List<Step> steps;
  private final Set<Tensor> readable;
  private final Set<Tensor> writable;

  /**
   * Allocates memory and prepares kernels. Arguments are set before anything is transferred: AMD's
   * runtime places a buffer in the memory bank of the first kernel it is an argument of.
   *
   * @param accelerator closed with the executable, and here if this fails
   */
  FpgaExecutable(Program program, Accelerator accelerator) {
    this.program = program;
    this.accelerator = accelerator;
    this.counters = new StepCounters(program);
    try {
      this.memory = new DeviceMemory(program, accelerator);
      this.steps = Lowering.lower(program, accelerator, memory, counters);
      memory.clear();
    } catch (RuntimeException | Error e) {
      accelerator.close();
      throw e;
    }
    readable = new HashSet<>(program.outputs());
    readable.addAll(program.state());
    writable = new HashSet<>(readable);
    writable.addAll(program.inputs());
  }

  @Override
  public void write(HostTensor value) {
    check(writable, value.tensor(), "written");
    counters.written(value);
    memory.of(value.tensor()).write(value.data());
  }

  @Override
  public void execute() {
    steps.forEach(Step::enqueue);
    accelerator.finish();
  }

  @Override
  public HostTensor read(Tensor tensor) {
    check(readable, tensor, "read");
    HostTensor value = HostTensor.allocate(tensor);
    memory.of(tensor).read(value.data());
    return value;
  }

  private void check(Set<Tensor> allowed, Tensor tensor, String what) {
    if (!allowed.contains(tensor)) {
      throw new IllegalArgumentException(
          "program %s has no tensor %s that can be %s".formatted(program.name(), tensor, what));
    }
  }

  @Override
  public OptionalLong deviceNanos() {
    return accelerator.deviceNanos();
  }

  @Override
  public String engine() {
    return accelerator.engine();
  }

  @Override
  public void close() {
    accelerator.close();
  }
}
