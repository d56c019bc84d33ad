package assay.report.gate;

import assay.report.gate.Night.Observation;
import assay.report.gate.Reading.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A night, sorted: what can be judged, by host, and the verdicts on what cannot.
 *
 * @param measured by host key
 * @param factors what moved each of these hosts
 * @param refused verdicts on the rest
 */
record Tonight(
    SortedMap<String, List<Measurement>> measured,
    Map<String, HostFactor> factors,
    List<Judgement> refused) {
  /**
   * Sorts.
   *
   * @param known by key
   * @param baselines by key
   */
  static Tonight of(Night night, Map<String, SeriesState> known, Map<String, Baseline> baselines) {
    SortedMap<String, List<Measurement>> measured = new TreeMap<>();
    List<Judgement> refused = new ArrayList<>();
    for (Observation observation : night.observations()) {
      Series series = observation.series();
      SeriesState before = known.get(series.key());
      switch (observation.reading()) {
        case Reading.Invalid(String reason) ->
            refused.add(Judgement.without(series, GateVerdict.INVALID, reason));
        case Reading.NotComparable(String reason) ->
            refused.add(Judgement.without(series, GateVerdict.NOT_COMPARABLE, reason));
        case Measured reading -> {
          String invalid = invalid(reading);
          if (invalid != null) {
            refused.add(Judgement.without(series, GateVerdict.INVALID, invalid));
          } else if (before != null && !before.series().matches(series)) {
            refused.add(
                Judgement.without(
                    series,
                    GateVerdict.NOT_COMPARABLE,
                    "earlier nights have it on another host or with the other direction better"));
          } else {
            measured
                .computeIfAbsent(series.host(), _ -> new ArrayList<>())
                .add(Measurement.of(series, reading, baselines.get(series.key())));
          }
        }
      }
    }
    Map<String, HostFactor> factors = new TreeMap<>();
    measured.forEach((host, own) -> factors.put(host, HostFactor.of(own)));
    return new Tonight(measured, factors, refused);
  }

  /** Why a reading has no logarithm, null if it has one. */
  private static @Nullable String invalid(Measured reading) {
    for (double value : reading.values()) {
      if (!(Double.isFinite(value) && value > 0)) {
        return String.format(Locale.ROOT, "the value %s is not a number above 0", value);
      }
    }
    double error = reading.standardError();
    return Double.isFinite(error) && error >= 0
        ? null
        : String.format(Locale.ROOT, "the standard error %s is not a number from 0 on", error);
  }
}
