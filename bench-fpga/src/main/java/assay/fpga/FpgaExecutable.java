package assay.fpga;

import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.spi.ProgramExecutable;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/** A program as kernels in an accelerator's queue, its tensors in the accelerator's memory. */
final class FpgaExecutable extends ProgramExecutable {
  private final Accelerator accelerator;
  private final DeviceMemory memory;
  private final StepCounters counters;
  private final List<Step> steps;

  /**
   * Allocates memory and prepares kernels. Arguments are set before anything is transferred: AMD's
   * runtime places a buffer in the memory bank of the first kernel it is an argument of.
   *
   * @param kernels one for each operation, in the program's order
   * @param accelerator closed with the executable, and here if this fails
   */
  FpgaExecutable(Program program, Collection<FpgaKernel> kernels, Accelerator accelerator) {
    super(program);
    this.accelerator = accelerator;
    this.counters = new StepCounters(program);
    try {
      this.memory = new DeviceMemory(program, accelerator);
      this.steps = Lowering.lower(kernels, accelerator, memory, counters);
      memory.clear();
    } catch (RuntimeException | Error e) {
      accelerator.close();
      throw e;
    }
  }

  @Override
  protected void store(HostTensor value) {
    counters.written(value);
    memory.of(value.tensor()).write(value.data());
  }

  @Override
  public void execute() {
    steps.forEach(Step::enqueue);
    accelerator.finish();
  }

  @Override
  protected void load(HostTensor value) {
    memory.of(value.tensor()).read(value.data());
  }

  @Override
  public OptionalLong deviceNanos() {
    return accelerator.deviceNanos();
  }

  @Override
  public boolean keepsSubnormals() {
    return accelerator.keepsSubnormals();
  }

  @Override
  public String engine() {
    return accelerator.engine();
  }

  @Override
  protected void release() {
    accelerator.close();
  }
}
