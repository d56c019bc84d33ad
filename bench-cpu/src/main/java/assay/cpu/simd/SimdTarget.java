package assay.cpu.simd;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.spi.KernelTable;
import assay.cpu.CpuKernel;
import assay.cpu.CpuKernels;
import assay.cpu.CpuTarget;
import assay.cpu.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Target {@code cpu-simd}: the Vector API with the widest vectors of the processor. */
public final class SimdTarget extends CpuTarget {
  private static final String ID = "cpu-simd";
  private static final String MODULE = "jdk.incubator.vector";

  /** Loads no kernels: the incubator module may be missing. */
  public SimdTarget() {
    super(
        ID,
        "Vector API kernels, widest vectors of the processor; blocked, fused, multi-threaded; in f64"
            + " only the peak",
        List.of(Precision.F32, Precision.F64));
  }

  @Override
  public Availability<Device> probe() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return new Availability.Unavailable<>(
          "the module " + MODULE + " is not in this JVM's module graph",
          new Remedy.JvmOption("--add-modules " + MODULE));
    }
    return new Availability.Available<>(
        device(Map.of("vector bits", Integer.toString(VectorWidth.bits()))));
  }

  @Override
  protected KernelTable<CpuKernel> kernels(Precision precision) {
    return precision == Precision.F64
        ? SimdKernels.ofDoubles(new CpuKernels(ID, DataType.F64))
        : SimdKernels.in(new CpuKernels(ID, DataType.F32));
  }

  @Override
  protected List<Stage> stages(Program program) {
    return Fusion.stages(program);
  }

  @Override
  protected String engine() {
    return "Vector API " + VectorWidth.bits() + "-bit";
  }

  /**
   * The first turns off the bounds check of every vector load and store; the kernels stay within
   * bounds. Huge pages avoid TLB misses on packed panels and large operands (6 to 8 % of a 1152³
   * product on systems where programs have to ask for them).
   */
  @Override
  public List<String> jvmArgs() {
    List<String> args = new ArrayList<>(super.jvmArgs());
    args.add("-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0");
    args.add("-XX:+UseTransparentHugePages");
    return args;
  }
}
