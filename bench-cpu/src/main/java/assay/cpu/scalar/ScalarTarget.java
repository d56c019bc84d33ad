package assay.cpu.scalar;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.spi.KernelTable;
import assay.cpu.CpuKernel;
import assay.cpu.CpuKernels;
import assay.cpu.CpuTarget;
import java.util.List;

/**
 * Target {@code cpu-scalar}: what plain Java reaches with the JIT compiler's help. The classes
 * {@code Double…} are generated from {@code Float…}, see the package.
 */
public final class ScalarTarget extends CpuTarget {
  private static final String ID = "cpu-scalar";
  private static final KernelTable<CpuKernel> FLOATS =
      FloatKernels.in(new CpuKernels(ID, DataType.F32));
  private static final KernelTable<CpuKernel> DOUBLES =
      DoubleKernels.in(new CpuKernels(ID, DataType.F64));

  /** Loads no kernels. */
  public ScalarTarget() {
    super(
        ID,
        "plain Java loops, vectorized where the JIT compiler can; multi-threaded",
        List.of(Precision.F32, Precision.F64));
  }

  @Override
  protected KernelTable<CpuKernel> kernels(Precision precision) {
    return precision == Precision.F64 ? DOUBLES : FLOATS;
  }

  @Override
  protected String engine() {
    return "Java loops";
  }
}
