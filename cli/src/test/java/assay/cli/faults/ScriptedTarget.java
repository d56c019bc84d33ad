package assay.cli.faults;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Advice;
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
import org.jspecify.annotations.Nullable;

/**
 * A target that computes right, and does what its {@link Script} says with the result and the time.
 * The one of the name {@code scripted} has a script for each workload that a test has written one
 * for ({@link Scripts}); every other has one script for all, and what else is wrong with it is
 * overridden.
 */
public class ScriptedTarget implements Target {
  private final String id;
  private final @Nullable Script script;
  private final NaiveTarget right = new NaiveTarget();

  /** With the scripts of a test. */
  public ScriptedTarget() {
    this("scripted", (Script) null);
  }

  ScriptedTarget(String id) {
    this(id, Fault.NONE);
  }

  ScriptedTarget(String id, Fault fault) {
    this(id, Script.of(fault));
  }

  ScriptedTarget(String id, @Nullable Script script) {
    this.id = id;
    this.script = script;
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
    return script == null && Scripts.given().isEmpty()
        ? new Availability.Unavailable<>("there is no script", new Advice("write one"))
        : new Availability.Available<>(new Device.Hardware("test device", Map.of("fault", id)));
  }

  @Override
  public List<Precision> precisions() {
    return List.of(Precision.F32);
  }

  @Override
  public Optional<Unsupported> unsupported(Program program, Precision precision) {
    return script != null || workload(program, precision).isPresent()
        ? Optional.empty()
        : Optional.of(new Unsupported(program.name(), "there is no script for it"));
  }

  private static Optional<String> workload(Program program, Precision precision) {
    return Scripts.given().flatMap(scripts -> scripts.find(program, precision));
  }

  @Override
  public List<String> jvmArgs() {
    return script == null ? Scripts.given().map(Scripts::jvmArgs).orElse(List.of()) : List.of();
  }

  @Override
  public Executable compile(Program program, Precision precision, Options options) {
    Executable computed = right.compile(program, precision, options);
    return script == null
        ? Scripts.given()
            .orElseThrow()
            .executable(workload(program, precision).orElseThrow(), program, computed)
        : executable(program, computed, script);
  }

  /** The executable that is handed out, around one that is right. */
  Executable executable(Program program, Executable computed, Script own) {
    return new ScriptedExecutable(program, computed, own, 0);
  }
}
