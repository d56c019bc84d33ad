package assay.cpu;

import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.device.Device;
import assay.core.spi.Availability;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Unsupported;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the targets that compute with Java code on the CPU have in common. */
public abstract class CpuTarget implements Target {
  private final String id;
  private final String description;
  private final List<Precision> precisions;

  /** Names the target. */
  protected CpuTarget(String id, String description, List<Precision> precisions) {
    this.id = id;
    this.description = description;
    this.precisions = List.copyOf(precisions);
  }

  /** The kernels for a precision that {@link #precisions()} has. */
  protected abstract KernelSet kernels(Precision precision);

  /** What computes, without the number of threads. */
  protected abstract String engine();

  /** The processor as a device. */
  protected static Device device(Map<String, String> details) {
    return CpuInfo.device(details);
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String description() {
    return description;
  }

  @Override
  public final List<Precision> precisions() {
    return precisions;
  }

  @Override
  public Availability probe() {
    return new Availability.Available(device(Map.of()));
  }

  @Override
  public final Optional<Unsupported> unsupported(Program program, Precision precision) {
    return TypeRules.unsupported(id, precisions, program, precision);
  }

  @Override
  public final Optional<Unsupported> unsupportedFlush() {
    return CacheFlush.unsupported();
  }

  @Override
  public final Executable compile(Program program, Precision precision, Options options) {
    unsupported(program, precision)
        .ifPresent(reason -> {
          throw new IllegalArgumentException(
              id + " cannot compile " + program.name() + ": " + reason);
        });
    int threads = options.threads();
    String engine = engine() + ", " + threads + (threads == 1 ? " thread" : " threads");
    return CpuExecutable.compile(program, kernels(precision), threads, engine);
  }
}
