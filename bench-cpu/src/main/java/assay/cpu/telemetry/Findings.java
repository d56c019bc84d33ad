package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Facts;
import assay.core.telemetry.TelemetrySource.Gap;
import assay.core.telemetry.TelemetrySource.Opened;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  void gap(Gap gap) {
    gaps.add(gap);
  }

  void gap(String what, String reason, Remedy remedy) {
    gap(new Gap(what, reason, remedy));
  }

  /**
   * Adds a gap for each package that has processors but neither a meter nor a gap of its own, if
   * another package has a meter: the sum of those that have one is not the host's.
   *
   * @param counted ids of the packages that another source meters
   */
  void packagesWithoutMeter(Topology topology, Set<String> counted, String place) {
    Set<String> known = new HashSet<>();
    parts.stream()
        .flatMap(p -> p.channels().stream())
        .map(Channel::domain)
        .filter(d -> d.kind() == Domain.Kind.PACKAGE)
        .forEach(d -> known.add(RaplZone.packageOf(d.id())));
    if (known.isEmpty()) {
      return;
    }
    known.addAll(counted);
    for (Gap gap : gaps) {
      Domain domain = gap.unmetered();
      if (domain != null && domain.kind() == Domain.Kind.PACKAGE) {
        known.add(RaplZone.packageOf(domain.id()));
      }
    }
    // Packages numbered otherwise there than by the kernel's topology would all seem to be missing.
    if (known.size() >= topology.packages().size()) {
      return;
    }
    for (int pkg : topology.packages()) {
      Domain domain = Domain.host("package-" + pkg, Domain.Kind.PACKAGE);
      if (!known.contains(domain.id())) {
        gap(
            new Gap(
                domain.id() + " energy",
                place + " has no meter of " + domain.id() + ", which has processors online",
                new Remedy.Advice("check the kernel log: sudo dmesg | grep -i -e rapl -e energy"),
                domain));
      }
    }
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
