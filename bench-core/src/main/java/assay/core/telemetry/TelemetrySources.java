package assay.core.telemetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The sources on the class path. */
public final class TelemetrySources {
  private TelemetrySources() {}

  /** All sources, ordered by id. */
  public static List<TelemetrySource> all() {
    List<TelemetrySource> sources = new ArrayList<>();
    ServiceLoader.load(TelemetrySource.class).forEach(sources::add);
    sources.sort(Comparator.comparing(TelemetrySource::id));
    return sources;
  }
}
