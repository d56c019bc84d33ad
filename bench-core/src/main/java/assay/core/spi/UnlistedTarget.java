package assay.core.spi;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.program.Program;
import java.util.List;
import java.util.Optional;

/**
 * Stands for all devices of a target whose devices could not be listed: unavailable for that
 * reason. The target under its own id may still work, but that is only one device, not what was
 * requested.
 */
public final class UnlistedTarget implements Target {
  private final DeviceTarget target;
  private final Availability.Unavailable<?> why;

  /**
   * All devices of {@code target}.
   *
   * @param why the reason why they could not be listed
   */
  public UnlistedTarget(DeviceTarget target, Availability.Unavailable<?> why) {
    this.target = target;
    this.why = why;
  }

  @Override
  public String id() {
    return new TargetName(target.id(), TargetName.ALL).toString();
  }

  @Override
  public String description() {
    return target.description();
  }

  @Override
  public Availability<Device> probe() {
    return why.as();
  }

  @Override
  public List<Precision> precisions() {
    return target.precisions();
  }

  @Override
  public Optional<Unsupported> unsupported(Program program, Precision precision) {
    return target.unsupported(program, precision);
  }

  @Override
  public Executable compile(Program program, Precision precision, Options options) {
    throw new TargetException(id() + " cannot be used: " + why.reason());
  }
}
