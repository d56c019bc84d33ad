package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Facts;
import assay.core.telemetry.TelemetrySource.Gap;
import assay.core.telemetry.TelemetrySource.Opened;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a source found when it was opened: the parts that can be read, and the gaps. */
final class Findings {
  private final List<Part> parts = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> unknown = new LinkedHashMap<>();

  void add(Part part) {
    parts.add(part);
  }

  void gap(String what, String reason, Remedy remedy) {
    gaps.add(new Gap(what, reason, remedy));
  }

  void setting(String key, String value) {
    settings.put(key, value);
  }

  void unknown(String key, String reason) {
    unknown.put(key, reason);
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /**
   * The instrument, or the reasons and remedies of all gaps if there is no part.
   *
   * @param gives description of what it provides
   */
  Availability<Opened> opening(String gives) {
    if (isEmpty()) {
      return new Availability.Unavailable<>(
          joined(gaps.stream().map(Gap::reason).toList()),
          new Remedy.AllOf(gaps.stream().map(Gap::remedy).toList()));
    }
    Facts facts = new Facts(Map.of(), settings, Map.of(), unknown);
    return new Availability.Available<>(new Opened(new PartsInstrument(parts, facts), gives, gaps));
  }

  /** The domains of all channels, in order, for messages. */
  String domains() {
    return parts.stream()
        .flatMap(p -> p.channels().stream())
        .map(Channel::domain)
        .map(d -> d.id())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** The ids of all channels, in order, for messages. */
  String channels() {
    return parts.stream()
        .flatMap(p -> p.channels().stream())
        .map(Channel::id)
        .collect(Collectors.joining(", "));
  }

  private static String joined(List<String> texts) {
    return texts.stream().distinct().collect(Collectors.joining("; "));
  }
}
