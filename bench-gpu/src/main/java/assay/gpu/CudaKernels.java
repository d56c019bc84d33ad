package assay.gpu;

import assay.core.availability.Availability;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.MatMul;
import assay.core.program.op.MatMulChain;
import assay.core.program.op.Op;
import assay.core.spi.KernelTable;
import assay.core.spi.Unsupported;
import assay.gpu.compile.CudaKernel;
import assay.gpu.engine.ProductEngines;
import assay.gpu.ptx.MatrixChains;
import assay.gpu.ptx.PtxSteps;
import java.util.Optional;

/** The operations that run on a GPU: products by engines, everything else by our own kernels. */
final class CudaKernels {
  private CudaKernels() {}

  /** The kernel table of a device on which these engines compute products. */
  static KernelTable<CudaKernel> of(ProductEngines engines) {
    return PtxSteps.kernels()
        .entry(
            MatMulChain.class,
            (op, _, precision) ->
                unless(
                    MatrixChains.unsupported(op, precision),
                    new CudaKernel.Named(space -> MatrixChains.work(op, precision, space))))
        .entry(MatMul.class, product(engines))
        .entry(Conv2d.class, product(engines))
        .entry(Conv2dBackwardInput.class, product(engines))
        .entry(Conv2dBackwardFilter.class, product(engines))
        .build();
  }

  private static KernelTable.Entry<Op, CudaKernel> product(ProductEngines engines) {
    return (op, _, precision) ->
        unless(engines.unsupported(op, precision), new CudaKernel.ByEngine());
  }

  private static Availability<CudaKernel> unless(Optional<Unsupported> why, CudaKernel kernel) {
    return why.<Availability<CudaKernel>>map(u -> new Availability.Unavailable<>(u.reason()))
        .orElseGet(() -> new Availability.Available<>(kernel));
  }
}
