package assay.core.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All sources as they were found on this machine, with the instruments of those that opened. */
public final class OpenSources implements AutoCloseable {
  private final Map<TelemetrySource, Availability<TelemetrySource.Opened>> found;
  private final List<Opened> instruments = new ArrayList<>();

  private OpenSources(Map<TelemetrySource, Availability<TelemetrySource.Opened>> found) {
    this.found = found;
    found.forEach((source, opening) -> {
      if (opening instanceof Availability.Available(TelemetrySource.Opened opened)) {
        instruments.add(new Opened(source.id(), opened.instrument()));
      }
    });
  }

  /**
   * An instrument and where it comes from.
   *
   * @param source id of its source
   */
  public record Opened(String source, Instrument instrument) {}

  /** Opens every source on the class path. */
  public static OpenSources open(TelemetrySource.Context context) {
    return open(TelemetrySources.all(), context);
  }

  /** Opens these sources. */
  public static OpenSources open(List<TelemetrySource> sources, TelemetrySource.Context context) {
    Map<TelemetrySource, Availability<TelemetrySource.Opened>> found = new LinkedHashMap<>();
    for (TelemetrySource source : sources) {
      found.put(source, open(source, context));
    }
    return new OpenSources(found);
  }

  /** A source that breaks its promise never to throw is unavailable, and the run goes on. */
  private static Availability<TelemetrySource.Opened> open(
      TelemetrySource source, TelemetrySource.Context context) {
    try {
      return source.open(context);
    } catch (RuntimeException | LinkageError e) {
      return new Availability.Unavailable<>("it failed when opened: " + e, Remedy.Use.REPORT);
    }
  }

  /** What came of each source, in their order. */
  public Map<TelemetrySource, Availability<TelemetrySource.Opened>> found() {
    return found;
  }

  /** The instruments that opened. */
  public List<Opened> instruments() {
    return instruments;
  }

  /** What all of them know for the fingerprint. */
  public List<Facts> facts() {
    return instruments.stream().map(o -> o.instrument().facts()).toList();
  }

  @Override
  public void close() {
    instruments.forEach(o -> o.instrument().close());
  }
}
