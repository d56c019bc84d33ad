package assay.core.record;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.telemetry.EnergyUncertainty;
import assay.core.telemetry.InterferenceKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Summarises the telemetry of a cell's forks: a pure function of them. */
final class TelemetrySummary {
  private TelemetrySummary() {}

  /**
   * Summarises.
   *
   * @param forks the included forks, at least one
   * @param idle idle power of the machine, as measured in the run
   */
  static Telemetry<Energy> of(List<ForkResult> forks, List<RunTelemetry.Idle> idle) {
    List<Telemetry<EnergyReading>> seen = forks.stream().map(ForkResult::telemetry).toList();
    return new Telemetry<>(
        energy(seen, idle), refused(seen), gauges(seen), throttle(seen), interference(seen));
  }

  private static Availability<List<Energy>> energy(
      List<Telemetry<EnergyReading>> forks, List<RunTelemetry.Idle> idle) {
    Map<String, List<EnergyReading>> byDomain = new LinkedHashMap<>();
    Set<String> reasons = new LinkedHashSet<>();
    for (Telemetry<EnergyReading> fork : forks) {
      switch (fork.energy()) {
        case Unavailable<List<EnergyReading>> none -> reasons.add(none.reason());
        case Available<List<EnergyReading>>(List<EnergyReading> readings) ->
            readings.forEach(r ->
                byDomain
                    .computeIfAbsent(r.source() + " " + r.domain(), key -> new ArrayList<>())
                    .add(r));
      }
    }
    if (byDomain.isEmpty()) {
      return new Unavailable<>(String.join("; ", reasons));
    }
    List<Energy> energies = new ArrayList<>();
    byDomain.values().forEach(readings -> energies.add(energyOf(readings, idle)));
    return new Available<>(energies);
  }

  private static Energy energyOf(List<EnergyReading> readings, List<RunTelemetry.Idle> idle) {
    EnergyReading first = readings.getFirst();
    double[] perExecution = new double[readings.size()];
    double[] windowPercent = new double[readings.size()];
    double joules = 0;
    double seconds = 0;
    long executions = 0;
    Set<String> notes = new LinkedHashSet<>();
    for (int i = 0; i < perExecution.length; i++) {
      EnergyReading reading = readings.get(i);
      perExecution[i] = reading.joules() / reading.executions();
      windowPercent[i] = reading.windowPercent();
      joules += reading.joules();
      seconds += reading.windowSeconds();
      executions += reading.executions();
      String note = reading.note();
      if (note != null) {
        notes.add(note);
      }
    }
    RunTelemetry.Idle baseline = find(idle, first);
    if (baseline == null) {
      notes.add("no idle power was measured for it");
    } else if (baseline.watts() == null) {
      notes.add("no idle power: " + baseline.note());
    }
    return new Energy(
        first.domain(),
        first.source(),
        first.root(),
        first.share(),
        joules,
        seconds,
        executions,
        baseline == null ? null : baseline.watts(),
        baseline == null ? null : baseline.plusMinusWatts(),
        EnergyUncertainty.combinedPercent(first.calibrationPercent(), perExecution, windowPercent),
        notes.isEmpty() ? null : String.join("; ", notes));
  }

  private static RunTelemetry.@Nullable Idle find(
      List<RunTelemetry.Idle> idle, EnergyReading reading) {
    for (RunTelemetry.Idle i : idle) {
      if (i.domain().equals(reading.domain()) && i.source().equals(reading.source())) {
        return i;
      }
    }
    return null;
  }

  /** One of each kind; the forks' own records have all of them. */
  private static List<RefusedEnergy> refused(List<Telemetry<EnergyReading>> forks) {
    Set<RefusedEnergy> all = new LinkedHashSet<>();
    forks.forEach(fork -> all.addAll(fork.refusedEnergy()));
    return List.copyOf(all);
  }

  private static Availability<Map<String, Gauge>> gauges(List<Telemetry<EnergyReading>> forks) {
    Map<String, Gauge> together = new LinkedHashMap<>();
    Set<String> reasons = new LinkedHashSet<>();
    for (Telemetry<EnergyReading> fork : forks) {
      switch (fork.utilization()) {
        case Unavailable<Map<String, Gauge>> none -> reasons.add(none.reason());
        case Available<Map<String, Gauge>>(Map<String, Gauge> gauges) ->
            gauges.forEach((name, gauge) -> together.merge(name, gauge, Gauge::with));
      }
    }
    return together.isEmpty()
        ? new Unavailable<>(String.join("; ", reasons))
        : new Available<>(together);
  }

  private static Availability<Throttle> throttle(List<Telemetry<EnergyReading>> forks) {
    Map<InterferenceKind, Double> seconds = new EnumMap<>(InterferenceKind.class);
    Set<String> reasons = new LinkedHashSet<>();
    for (Telemetry<EnergyReading> fork : forks) {
      switch (fork.throttle()) {
        case Unavailable<Throttle> none -> reasons.add(none.reason());
        case Available<Throttle>(Throttle t) ->
            t.secondsByKind().forEach((kind, s) -> seconds.merge(kind, s, Double::sum));
      }
    }
    return seconds.isEmpty()
        ? new Unavailable<>(String.join("; ", reasons))
        : new Available<>(Throttle.of(seconds));
  }

  private static List<Interference> interference(List<Telemetry<EnergyReading>> forks) {
    Map<String, Interference> largest = new LinkedHashMap<>();
    for (Telemetry<EnergyReading> fork : forks) {
      for (Interference d : fork.interference()) {
        largest.merge(
            d.kind() + " " + d.where() + " " + d.unit(),
            d,
            (a, b) -> a.amount() >= b.amount() ? a : b);
      }
    }
    return List.copyOf(largest.values());
  }
}
