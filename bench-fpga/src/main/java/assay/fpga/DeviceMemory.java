package assay.fpga;

import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Convolution2d;
import assay.core.program.op.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tensors of a compiled program on an accelerator, and memory for a convolution's im2col
 * matrix.
 */
final class DeviceMemory {
  private final Program program;
  private final RegionPlan plan;
  private final List<Region> regions = new ArrayList<>();
  private final Optional<Region> im2col;

  /**
   * Allocates; contents are undefined.
   *
   * @throws assay.core.spi.TargetException if it does not fit
   */
  DeviceMemory(Program program, Accelerator accelerator) {
    this.program = program;
    this.plan = new RegionPlan(program);
    plan.sizes().forEach(bytes -> regions.add(accelerator.allocate(bytes)));
    long scratch = 0;
    for (Op op : program.ops()) {
      if (op instanceof Convolution2d convolution) {
        scratch = Math.max(scratch, ConvShape.of(convolution).im2colBytes());
      }
    }
    im2col = scratch == 0 ? Optional.empty() : Optional.of(accelerator.allocate(scratch));
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

  /** Sets everything to zero, the initial value of state. */
  void clear() {
    regions.forEach(Region::clear);
  }
}
