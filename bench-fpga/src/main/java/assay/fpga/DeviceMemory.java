package assay.fpga;

import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Convolution2d;
import assay.core.program.op.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tensors of a compiled program on an accelerator with one of its sets of inputs, and memory
 * for a convolution's im2col matrix. Only inputs have a region for each set.
 */
final class DeviceMemory {
  private final Program program;
  private final RegionPlan plan;
  private final List<Region> regions;
  private final List<Region> own;
  private final Optional<Region> im2col;

  private DeviceMemory(
      Program program,
      RegionPlan plan,
      List<Region> regions,
      List<Region> own,
      Optional<Region> im2col) {
    this.program = program;
    this.plan = plan;
    this.regions = regions;
    this.own = own;
    this.im2col = im2col;
  }

  /**
   * Allocates; contents are undefined.
   *
   * @param inputSets number of sets
   * @return one for each set
   * @throws assay.core.spi.TargetException if it does not fit
   */
  static List<DeviceMemory> allocate(Program program, Accelerator accelerator, int inputSets) {
    RegionPlan plan = new RegionPlan(program);
    List<Region> regions = new ArrayList<>();
    for (long bytes : plan.sizes()) {
      regions.add(accelerator.allocate(bytes, regions.size()));
    }
    DeviceMemory first =
        new DeviceMemory(program, plan, regions, regions, im2col(program, accelerator, regions));
    List<DeviceMemory> sets = new ArrayList<>(List.of(first));
    while (sets.size() < inputSets) {
      sets.add(first.another(accelerator));
    }
    return sets;
  }

  private static Optional<Region> im2col(
      Program program, Accelerator accelerator, List<Region> regions) {
    long scratch = 0;
    for (Op op : program.ops()) {
      if (op instanceof Convolution2d convolution) {
        scratch = Math.max(scratch, ConvShape.of(convolution).im2colBytes());
      }
    }
    return scratch == 0
        ? Optional.empty()
        : Optional.of(accelerator.allocate(scratch, regions.size()));
  }

  /** The same with regions of its own for inputs. */
  private DeviceMemory another(Accelerator accelerator) {
    List<Region> others = new ArrayList<>(regions);
    List<Region> added = new ArrayList<>();
    for (Tensor input : program.inputs()) {
      int place = plan.place(input, program.name());
      Region region = accelerator.allocate(plan.sizes().get(place), place);
      others.set(place, region);
      added.add(region);
    }
    return new DeviceMemory(program, plan, others, added, im2col);
  }

  Region of(Tensor tensor) {
    return regions.get(plan.place(tensor, program.name()));
  }

  boolean shared(Tensor one, Tensor other) {
    return plan.place(one, program.name()) == plan.place(other, program.name());
  }

  Region im2col() {
    return im2col.orElseThrow(() -> new IllegalStateException("there is no convolution"));
  }

  /** Sets what no set before has to zero, the initial value of state. */
  void clear() {
    own.forEach(Region::clear);
  }
}
