package assay.cpu.telemetry.oshi;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Advice;
import assay.core.telemetry.TelemetrySource;

/**
 * Source {@code oshi}: load, clock, memory and sensors of the host, and the measured process,
 * through the OSHI library.
 */
public final class OshiSource implements TelemetrySource {
  /** Does not load OSHI yet. */
  public OshiSource() {}

  @Override
  public String id() {
    return "oshi";
  }

  @Override
  public String description() {
    return "load, frequencies, memory, temperature, fans and voltage of the host, processor time and"
        + " memory of the measured process (OSHI)";
  }

  @Override
  public boolean metersEnergy() {
    return false;
  }

  @Override
  public Availability<Opened> open(Context context) {
    try {
      return OshiMachine.open(context.root());
    } catch (LinkageError e) {
      return new Availability.Unavailable<>(
          "OSHI's native part (JNA) cannot be loaded: " + firstLine(e),
          new Remedy.SetVariable(
              "JAVA_TOOL_OPTIONS", "-Djna.tmpdir=FOLDER, a folder that allows execution"));
    } catch (RuntimeException e) {
      return new Availability.Unavailable<>(
          "OSHI failed on this machine: " + firstLine(e),
          new Advice(
              "see which operating systems OSHI supports; the other sources do not need it"));
    }
  }

  private static String firstLine(Throwable e) {
    return e.toString().lines().findFirst().orElse(e.getClass().getName()).strip();
  }
}
