package assay.cpu.telemetry;

import assay.core.telemetry.TelemetrySource;

/** Stub. */
public final class WallMeterSource implements TelemetrySource {
  @Override
  public String id() {
    return "wall-meter";
  }

  @Override
  public String description() {
    return "stub";
  }

  @Override
  public Opening open(Context context) {
    return new Opening.Unavailable("stub", "stub");
  }
}
