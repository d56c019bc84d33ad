package assay.gpu.compile;

import java.util.List;
import java.util.function.Function;

/** How an operation that is supported is put on the device. */
public sealed interface CudaKernel {
  /** By launches of our own kernels, which the record of a run sums up as the rest. */
  record Own(Function<Workspace, List<Step>> steps) implements CudaKernel {}

  /** By kernels that the record of a run names. */
  record Named(Function<Workspace, ProductEngine.Work> work) implements CudaKernel {}

  /** A product, by the engine that the program has for products. */
  record ByEngine() implements CudaKernel {}
}
