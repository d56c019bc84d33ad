package assay.fpga;

import assay.core.availability.Availability;
import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.spi.ProgramExecutable;
import assay.core.spi.ProgramParts;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * A program as kernels in an accelerator's queue, its tensors in the accelerator's memory. Each set
 * of inputs has its own kernels with their arguments, so that selecting one calls no driver.
 */
final class FpgaExecutable extends ProgramExecutable {
  private final Accelerator accelerator;
  private final List<DeviceMemory> memoryOfSets;
  private final StepCounters counters;
  private final List<List<List<Step>>> stepsOfSets;
  private DeviceMemory memory;
  private List<List<Step>> steps;

  /**
   * Allocates memory and prepares kernels. Arguments are set before anything is transferred: AMD's
   * runtime places a buffer in the memory bank of the first kernel it is an argument of.
   *
   * @param kernels one for each operation, in the program's order
   * @param accelerator closed with the executable, and here if this fails
   * @param inputSets at least 1
   */
  FpgaExecutable(
      Program program, Collection<FpgaKernel> kernels, Accelerator accelerator, int inputSets) {
    super(program, inputSets);
    this.accelerator = accelerator;
    this.counters = new StepCounters(program);
    try {
      memoryOfSets = DeviceMemory.allocate(program, accelerator, inputSets);
      stepsOfSets =
          memoryOfSets.stream()
              .map(of -> Lowering.lower(kernels, accelerator, of, counters))
              .toList();
      memoryOfSets.forEach(DeviceMemory::clear);
      memory = memoryOfSets.getFirst();
      steps = stepsOfSets.getFirst();
    } catch (RuntimeException | Error e) {
      accelerator.close();
      throw e;
    }
  }

  @Override
  protected void use(int set) {
    memory = memoryOfSets.get(set);
    steps = stepsOfSets.get(set);
  }

  @Override
  protected void store(HostTensor value) {
    counters.written(value);
    memory.of(value.tensor()).write(value.data());
  }

  @Override
  public void execute() {
    steps.forEach(ofOp -> ofOp.forEach(Step::enqueue));
    accelerator.finish();
  }

  @Override
  public Availability<ProgramParts> parts() {
    return new Availability.Available<>(
        new ProgramParts(
            program().ops().stream().map(List::of).toList(), ProgramParts.Clock.DEVICE));
  }

  /**
   * Waits for each operation, so that the device's time of its kernels is known; copies between
   * buffers have none.
   */
  @Override
  public void execute(long[] marks) {
    marks[0] = 0;
    for (int op = 0; op < steps.size(); op++) {
      List<Step> ofOp = steps.get(op);
      ofOp.forEach(Step::enqueue);
      accelerator.finish();
      marks[op + 1] = marks[op] + (ofOp.isEmpty() ? 0 : accelerator.deviceNanos().orElse(0));
    }
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
