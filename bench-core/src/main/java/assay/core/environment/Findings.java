package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.HostRoot;
import assay.core.record.RunRecord;
import assay.core.telemetry.Facts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what was found and what was not. Each name occurs once: in one of the three groups, or
 * as unavailable. Every text is reduced to {@linkplain OneLine one line}.
 */
final class Findings {
  private final Map<String, String> identity = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> state = new LinkedHashMap<>();
  private final Map<String, String> unavailable = new LinkedHashMap<>();

  /** The findings in a record. */
  static Findings of(RunRecord.Environment environment) {
    Findings findings = new Findings();
    findings.identity.putAll(environment.identity());
    findings.settings.putAll(environment.settings());
    findings.state.putAll(environment.state());
    environment.unavailable().forEach(u -> findings.unavailable.put(u.what(), u.reason()));
    return findings;
  }

  /** What the machine is. */
  void identity(String name, Availability<String> answer) {
    put(identity, name, answer);
  }

  /** How it is configured. */
  void settings(String name, Availability<String> answer) {
    put(settings, name, answer);
  }

  /** Its current state. */
  void state(String name, Availability<String> answer) {
    put(state, name, answer);
  }

  /** What a telemetry source found; earlier findings are kept. */
  void add(Facts facts) {
    facts.identity().forEach((name, value) -> identity(name, HostRoot.stated("its value", value)));
    facts.settings().forEach((name, value) -> settings(name, HostRoot.stated("its value", value)));
    facts.state().forEach((name, value) -> state(name, HostRoot.stated("its value", value)));
    facts.unavailable().forEach((name, reason) -> put(state, name, new Unavailable<>(reason)));
  }

  /**
   * All findings as a record.
   *
   * @param host the machine's label; null if it has none, in which case the label must be listed as
   *     unavailable
   */
  RunRecord.Environment toRecord(@Nullable String host) {
    List<RunRecord.Unknown> unknown = new ArrayList<>();
    unavailable.forEach((name, reason) -> unknown.add(new RunRecord.Unknown(name, reason)));
    return RunRecord.Environment.of(host, identity, settings, state, unknown);
  }

  private void put(Map<String, String> group, String rawName, Availability<String> answer) {
    String name = OneLine.of(rawName).replace('=', '_');
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a finding needs a name");
    }
    switch (answer) {
      case Available<String>(String known) -> found(group, name, OneLine.of(known));
      case Unavailable<String> missing -> missing(name, OneLine.of(missing.reason()));
    }
  }

  private void found(Map<String, String> group, String name, String value) {
    if (value.isEmpty()) {
      missing(name, "the value is empty");
      return;
    }
    String before = value(name);
    if (before == null) {
      unavailable.remove(name);
      group.put(name, value);
    } else if (!before.equals(value)) {
      // Two sources disagree: the first value is kept, and the disagreement is recorded.
      missing(
          name + "/disagreement", OneLine.of("one source says " + before + ", another " + value));
    }
  }

  private void missing(String name, String reason) {
    if (value(name) == null) {
      unavailable.putIfAbsent(name, reason.isEmpty() ? "no reason was given" : reason);
    }
  }

  private @Nullable String value(String name) {
    String found = identity.get(name);
    found = found == null ? settings.get(name) : found;
    return found == null ? state.get(name) : found;
  }
}
