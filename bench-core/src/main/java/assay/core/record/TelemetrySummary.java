package assay.core.record;

import assay.core.record.ForkOutcome.Timed;
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

/** Sums up what was observed beside the forks of a cell: a pure function of them. */
final class TelemetrySummary {
  private TelemetrySummary() {}

  /**
   * Sums up.
   *
   * @param forks the forks that count, at least one
   * @param idle power of the idle machine, as the run found it
   */
  static Telemetry of(List<Timed> forks, List<RunTelemetry.Idle> idle) {
    List<ForkTelemetry> seen = forks.stream().map(Timed::telemetry).toList();
    return new Telemetry(
        energy(seen, idle), refused(seen), gauges(seen), throttle(seen), disturbances(seen));
  }

  private static Observed<List<Energy>> energy(
      List<ForkTelemetry> forks, List<RunTelemetry.Idle> idle) {
    Map<String, List<EnergyReading>> byDomain = new LinkedHashMap<>();
    Set<String> reasons = new LinkedHashSet<>();
    for (ForkTelemetry fork : forks) {
      switch (fork.energy()) {
        case Observed.Missing<List<EnergyReading>>(String reason) -> reasons.add(reason);
        case Observed.Present<List<EnergyReading>>(List<EnergyReading> readings) ->
            readings.forEach(r ->
                byDomain
                    .computeIfAbsent(r.source() + " " + r.domain(), key -> new ArrayList<>())
                    .add(r));
      }
    }
    if (byDomain.isEmpty()) {
      return new Observed.Missing<>(String.join("; ", reasons));
    }
    List<Energy> energies = new ArrayList<>();
    byDomain.values().forEach(readings -> energies.add(energyOf(readings, idle)));
    return new Observed.Present<>(energies);
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
      notes.add("no idle power of it was measured");
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

  /** One of each kind; the forks themselves hold them all. */
  private static List<RefusedEnergy> refused(List<ForkTelemetry> forks) {
    Set<RefusedEnergy> all = new LinkedHashSet<>();
    forks.forEach(fork -> all.addAll(fork.refused()));
    return List.copyOf(all);
  }

  private static Observed<Map<String, Gauge>> gauges(List<ForkTelemetry> forks) {
    Map<String, Gauge> together = new LinkedHashMap<>();
    Set<String> reasons = new LinkedHashSet<>();
    for (ForkTelemetry fork : forks) {
      switch (fork.utilization()) {
        case Observed.Missing<Map<String, Gauge>>(String reason) -> reasons.add(reason);
        case Observed.Present<Map<String, Gauge>>(Map<String, Gauge> gauges) ->
            gauges.forEach((name, gauge) -> together.merge(name, gauge, Gauge::with));
      }
    }
    return together.isEmpty()
        ? new Observed.Missing<>(String.join("; ", reasons))
        : new Observed.Present<>(together);
  }

  private static Observed<Throttle> throttle(List<ForkTelemetry> forks) {
    Map<InterferenceKind, Double> seconds = new EnumMap<>(InterferenceKind.class);
    Set<String> reasons = new LinkedHashSet<>();
    for (ForkTelemetry fork : forks) {
      switch (fork.throttle()) {
        case Observed.Missing<Throttle>(String reason) -> reasons.add(reason);
        case Observed.Present<Throttle>(Throttle t) ->
            t.secondsByCause().forEach((cause, s) -> seconds.merge(cause, s, Double::sum));
      }
    }
    return seconds.isEmpty()
        ? new Observed.Missing<>(String.join("; ", reasons))
        : new Observed.Present<>(Throttle.of(seconds));
  }

  private static List<Interference> disturbances(List<ForkTelemetry> forks) {
    Map<String, Interference> largest = new LinkedHashMap<>();
    for (ForkTelemetry fork : forks) {
      for (Interference d : fork.disturbances()) {
        largest.merge(
            d.cause() + " " + d.where() + " " + d.unit(),
            d,
            (a, b) -> a.amount() >= b.amount() ? a : b);
      }
    }
    return List.copyOf(largest.values());
  }
}
