package assay.gpu.compile;

import java.util.List;
import java.util.function.Function;

/** How a supported operation is run on the device. */
public sealed interface CudaKernel {
  /** By launches of our own kernels, which a run's record sums up as "the rest". */
  record Own(Function<Workspace, List<Step>> steps) implements CudaKernel {}

  /** By kernels that a run's record names. */
  record Named(Function<Workspace, ProductEngine.Work> work) implements CudaKernel {}

  /** A product, by the program's engine for products. */
  record ByEngine() implements CudaKernel {}
}
