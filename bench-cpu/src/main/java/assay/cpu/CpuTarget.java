package assay.cpu;

import assay.core.availability.Availability;
import assay.core.device.CacheLevel;
import assay.core.device.Device;
import assay.core.host.HostCaches;
import assay.core.host.HostRoot;
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

  /**
   * Arrays that begin at the same place in a cache line, whatever was allocated before them. Else
   * each fork would find them at another one, and where a vector crosses two lines it costs two
   * accesses to the L1 cache.
   */
  @Override
  public List<String> jvmArgs() {
    return List.of("-XX:ObjectAlignmentInBytes=64");
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
  public final Optional<Unsupported> unsupportedInputSets() {
    return Optional.empty();
  }

  @Override
  public final Availability<List<CacheLevel>> caches() {
    return HostCaches.levels(HostRoot.machine());
  }

  @Override
  protected final Executable prepare(
      Program program, Map<Op, CpuKernel> kernels, Precision precision, Options options) {
    int threads = options.threads();
    String engine = engine() + ", " + threads + (threads == 1 ? " thread" : " threads");
    return CpuExecutable.compile(
        program, stages(program), kernels, threads, engine, options.inputSets());
  }
}
