package assay.cpu;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.op.Op;
import assay.core.spi.Executable;
import assay.core.spi.KernelTarget;
import assay.core.spi.Unsupported;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Base class of the targets that compute with Java code on the CPU. */
public abstract class CpuTarget extends KernelTarget<CpuKernel> {
  /** Names the target. */
  protected CpuTarget(String id, String description, List<Precision> precisions) {
    super(id, description, precisions);
  }

  /** Name of the engine, without the number of threads. */
  protected abstract String engine();

  /**
   * The program's operations in an order that gives the same results, each in exactly one stage.
   */
  protected List<Stage> stages(Program program) {
    return program.ops().stream().map(Stage::of).toList();
  }

  /** The processor as a device. */
  protected static Device device(Map<String, String> details) {
    return CpuDevice.device(details);
  }

  @Override
  public Availability<Device> probe() {
    return new Availability.Available<>(device(Map.of()));
  }

  @Override
  public final int parallelUnits(Device device, Options options) {
    return options.threads();
  }

  @Override
  public final Optional<Unsupported> unsupportedFlush() {
    return CacheFlush.unsupported();
  }

  @Override
  protected final Executable prepare(
      Program program, Map<Op, CpuKernel> kernels, Precision precision, Options options) {
    int threads = options.threads();
    String engine = engine() + ", " + threads + (threads == 1 ? " thread" : " threads");
    return CpuExecutable.compile(program, stages(program), kernels, threads, engine);
  }
}
