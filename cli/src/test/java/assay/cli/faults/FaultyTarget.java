package assay.cli.faults;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Unsupported;
import assay.core.testing.NaiveTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A right target; each fault overrides what it does wrong. */
abstract class FaultyTarget implements Target {
  private final String id;
  private final NaiveTarget right = new NaiveTarget();

  FaultyTarget(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String description() {
    return "for tests: " + id;
  }

  @Override
  public Availability<Device> probe() {
    return new Availability.Available<>(new Device.Hardware("test device", Map.of("fault", id)));
  }

  @Override
  public List<Precision> precisions() {
    return List.of(Precision.F32);
  }

  @Override
  public Optional<Unsupported> unsupported(Program program, Precision precision) {
    return Optional.empty();
  }

  @Override
  public Executable compile(Program program, Precision precision, Options options) {
    return executable(program, right.compile(program, precision, options));
  }

  /** The executable that is handed out, around one that is right. */
  Executable executable(Program program, Executable right) {
    return right;
  }
}
