package assay.cli;

import assay.core.availability.Availability;
import assay.core.harness.SourceStates;
import assay.core.record.RunTelemetry;
import assay.core.telemetry.Channel;
import assay.core.telemetry.LiveReadings;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.TelemetrySource;
import assay.core.telemetry.TelemetrySource.Opened;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The telemetry sources of this machine, as text and as rows. */
final class SourceList {
  private SourceList() {}

  static String text(OpenSources sources) {
    Listing table = new Listing("Telemetry sources", "source", "state", "what it provides");
    Map<String, String> descriptions = descriptions(sources);
    for (RunTelemetry.Source source : SourceStates.of(sources)) {
      String state = source.available() ? "ok" : "--";
      List<String> lines = new ArrayList<>();
      lines.add(descriptions.get(source.id()));
      lines.add(source.finding());
      if (source.remedy() != null) {
        lines.add("remedy: " + RemedyText.of(source.remedy()));
      }
      for (RunTelemetry.Gap gap : source.gaps()) {
        lines.add("not " + gap.what() + ": " + gap.reason());
        lines.add("remedy: " + RemedyText.of(gap.remedy()));
      }
      lines.forEach(line -> table.row(source.id(), state, line));
    }
    return table.toString();
  }

  private static Map<String, String> descriptions(OpenSources sources) {
    Map<String, String> descriptions = new LinkedHashMap<>();
    for (TelemetrySource source : sources.found().keySet()) {
      descriptions.put(source.id(), source.description());
    }
    return descriptions;
  }

  static List<Map<String, Object>> rows(OpenSources sources) {
    List<Map<String, Object>> rows = new ArrayList<>();
    Map<String, String> descriptions = descriptions(sources);
    for (RunTelemetry.Source source : SourceStates.of(sources)) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("source", source);
      row.put("description", descriptions.get(source.id()));
      row.put("channels", channels(sources, source.id()));
      rows.add(row);
    }
    return rows;
  }

  private static List<Map<String, String>> channels(OpenSources sources, String id) {
    List<Map<String, String>> channels = new ArrayList<>();
    sources
        .found()
        .forEach((source, opening) -> {
          if (source.id().equals(id) && opening instanceof Availability.Available(Opened opened)) {
            for (Channel channel : opened.instrument().channels()) {
              channels.add(
                  Map.of(
                      "id", channel.id(),
                      "unit", LiveReadings.unit(channel),
                      "domain", channel.domain().id()));
            }
          }
        });
    return channels;
  }
}
