package assay.cli.faults;

import assay.core.availability.Availability;
import assay.core.device.CacheLevel;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import assay.core.spi.Unsupported;
import java.util.List;
import java.util.Optional;

/**
 * A right target under another name, with executables that do not quite do what it does. It says
 * that it keeps one set of inputs, so that nothing but times may tell, unless this is overridden.
 */
abstract class Disguised implements Target {
  private final String id;

  private final String disguised;

  Disguised(String id, String disguised) {
    this.id = id;
    this.disguised = disguised;
  }

  /** The executable that is handed out. */
  abstract Executable disguise(Program program, Executable right);

  private Target right() {
    return Targets.byId(disguised).orElseThrow();
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String description() {
    return "for tests: " + id;
  }

  @Override
  public final Availability<Device> probe() {
    return right().probe();
  }

  @Override
  public final List<Precision> precisions() {
    return right().precisions();
  }

  @Override
  public final Optional<Unsupported> unsupported(Program program, Precision precision) {
    return right().unsupported(program, precision);
  }

  @Override
  public final Availability<List<CacheLevel>> caches() {
    return right().caches();
  }

  @Override
  public final List<String> jvmArgs() {
    return right().jvmArgs();
  }

  @Override
  public final Executable compile(Program program, Precision precision, Options options) {
    return disguise(program, right().compile(program, precision, options));
  }
}
