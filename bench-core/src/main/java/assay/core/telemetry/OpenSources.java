package assay.core.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All sources on this machine, with the instruments of those that could be opened. */
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
   * An instrument and its source.
   *
   * @param source id of its source
   */
  public record Opened(String source, Instrument instrument) {}

  /**
   * A domain that exists but that a source cannot meter here.
   *
   * @param source id of the source
   * @param reason why not
   */
  public record Unmetered(String source, Domain domain, String reason) {}

  /** Opens every source on the class path. */
  public static OpenSources open(TelemetrySource.Context context) {
    return open(TelemetrySources.all(), context);
  }

  /** Opens the given sources. */
  public static OpenSources open(List<TelemetrySource> sources, TelemetrySource.Context context) {
    Map<TelemetrySource, Availability<TelemetrySource.Opened>> found = new LinkedHashMap<>();
    for (TelemetrySource source : sources) {
      found.put(source, open(source, context));
    }
    return new OpenSources(found);
  }

  /** A source that throws despite its specification is unavailable, and the run continues. */
  private static Availability<TelemetrySource.Opened> open(
      TelemetrySource source, TelemetrySource.Context context) {
    try {
      return source.open(context);
    } catch (RuntimeException | LinkageError e) {
      return new Availability.Unavailable<>(
          "it failed while being opened: " + e, Remedy.Use.REPORT);
    }
  }

  /** The result of opening each source, in order. */
  public Map<TelemetrySource, Availability<TelemetrySource.Opened>> found() {
    return found;
  }

  /** The open instruments. */
  public List<Opened> instruments() {
    return instruments;
  }

  /** The domains that the open sources know of but cannot meter; another source may. */
  public List<Unmetered> unmetered() {
    List<Unmetered> all = new ArrayList<>();
    found.forEach((source, opening) -> {
      if (opening instanceof Availability.Available(TelemetrySource.Opened opened)) {
        for (TelemetrySource.Gap gap : opened.gaps()) {
          Domain domain = gap.unmetered();
          if (domain != null) {
            all.add(new Unmetered(source.id(), domain, gap.reason()));
          }
        }
      }
    });
    return all;
  }

  /** The facts of all instruments for the fingerprint. */
  public List<Facts> facts() {
    return instruments.stream().map(o -> o.instrument().facts()).toList();
  }

  @Override
  public void close() {
    instruments.forEach(o -> o.instrument().close());
  }
}
