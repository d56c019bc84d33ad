package assay.fpga;

import java.util.ArrayList;
import java.util.List;

/** Collects a kernel's arguments in declaration order. */
final class Call {
  private final Kernel kernel;
  private final List<Argument> arguments = new ArrayList<>();

  Call(Kernel kernel) {
    this.kernel = kernel;
  }

  Call memory(Region... regions) {
    for (Region region : regions) {
      arguments.add(new Argument.Memory(region));
    }
    return this;
  }

  /** Extents that fit an int, as checked by {@link FpgaKernels}. */
  Call extent(long... values) {
    for (long value : values) {
      arguments.add(new Argument.Extent(Math.toIntExact(value)));
    }
    return this;
  }

  Call count(long... values) {
    for (long value : values) {
      arguments.add(new Argument.Count(value));
    }
    return this;
  }

  Call real(double... values) {
    for (double value : values) {
      arguments.add(new Argument.Real((float) value));
    }
    return this;
  }

  Launch on(Accelerator accelerator) {
    return accelerator.prepare(kernel, List.copyOf(arguments));
  }
}
