package assay.cpu.scalar;

import assay.core.program.Precision;
import assay.cpu.CpuTarget;
import assay.cpu.KernelSet;
import java.util.List;

/** Target {@code cpu-scalar}: what plain Java reaches with the JIT compiler's help. */
public final class ScalarTarget extends CpuTarget {
  /** Touches nothing but names. */
  public ScalarTarget() {
    super(
        "cpu-scalar",
        "plain Java loops, vectorized where the JIT compiler can; multi-threaded",
        List.of(Precision.F32, Precision.F64));
  }

  @Override
  protected KernelSet kernels(Precision precision) {
    return precision == Precision.F64 ? new DoubleKernels() : new FloatKernels();
  }

  @Override
  protected String engine() {
    return "Java loops";
  }
}
