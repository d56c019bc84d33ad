package assay.report.compare;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.Bridge;
import assay.core.record.CellResult;
import assay.core.record.Energy;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.Throttle;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import assay.core.stats.SteadyState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares one cell of two runs: first its ratios, then, once those of all cells are known, their
 * verdicts.
 */
final class CellComparison {
  private static final double AGREEMENT = 1e-9;

  /** Metrics whose values depend on the seed of the weights and batches. */
  private static final Set<MetricKey> SEEDED =
      EnumSet.of(MetricKey.TIME_TO_TARGET, MetricKey.FINAL_ACCURACY);

  private final MeasuredCell base;
  private final MeasuredCell other;
  private final Nights nights;
  private final @Nullable Bridge bridge;
  private final Map<MetricKey, Draft> drafts = new EnumMap<>(MetricKey.class);

  /** A metric before its verdict: a ratio, or why there is none. */
  private sealed interface Draft {
    record Missing(String reason) implements Draft {}

    record Ratio(String unit, double base, double other, ForkRatio ratio, @Nullable String note)
        implements Draft {}
  }

  private CellComparison(
      MeasuredCell base, MeasuredCell other, Nights nights, @Nullable Bridge bridge) {
    this.base = base;
    this.other = other;
    this.nights = nights;
    this.bridge = bridge;
  }

  /**
   * Takes the ratios.
   *
   * @param bridge leads from the base's program to the other's; null if none is wanted
   * @param means takes the ratios that means are made of
   */
  static CellComparison of(
      MeasuredCell base, MeasuredCell other, Nights nights, @Nullable Bridge bridge, Means means) {
    CellComparison comparison = new CellComparison(base, other, nights, bridge);
    for (MetricKey key : MetricKey.values()) {
      if (key.compared()) {
        comparison.draft(key, means).ifPresent(draft -> comparison.drafts.put(key, draft));
      }
    }
    return comparison;
  }

  /** All its ratios. */
  List<ForkRatio> ratios() {
    return drafts.values().stream()
        .filter(Draft.Ratio.class::isInstance)
        .map(draft -> ((Draft.Ratio) draft).ratio())
        .toList();
  }

  /** The cell with its verdicts. */
  ComparedCell judged(Judge judge) {
    List<Change> changes = new ArrayList<>();
    drafts.forEach((key, draft) ->
        changes.add(
            switch (draft) {
              case Draft.Missing(String reason) -> new Change.Missing(key, reason);
              case Draft.Ratio ratio -> judged(key, ratio, judge);
            }));
    List<String> notes = new ArrayList<>();
    notes(base, notes);
    notes(other, notes);
    differences(notes);
    return new ComparedCell(base.id(), other.id(), changes, notes, SeriesVerdict.ofTwoRuns());
  }

  private static Change.Ratio judged(MetricKey key, Draft.Ratio draft, Judge judge) {
    ForkRatio ratio = draft.ratio();
    Verdict verdict = judge.verdict(ratio);
    ForkRatio.Evidence evidence = ratio.evidence();
    return new Change.Ratio(
        key,
        draft.unit(),
        draft.base(),
        draft.other(),
        ratio.ratio(),
        ratio.estimate(),
        evidence == null ? null : Double.valueOf(evidence.p()),
        verdict,
        evidence != null && verdict == Verdict.NO_DIFFERENCE_SHOWN
            ? Integer.valueOf(evidence.forksForSame())
            : null,
        draft.note());
  }

  private Optional<Draft> draft(MetricKey key, Means means) {
    Metric left = base.metric(key);
    Metric right = other.metric(key);
    if (left == null || right == null) {
      return missing(key, left, right).map(Draft.Missing::new);
    }
    String unfit = key == MetricKey.ENERGY_PER_EXECUTION ? unfitEnergy() : null;
    if (unfit != null) {
      return Optional.of(new Draft.Missing(unfit));
    }
    if (!(left.median() > 0 && right.median() > 0)) {
      String why =
          left.median() + " " + left.unit() + " and " + right.median() + " " + right.unit();
      return Optional.of(new Draft.Missing(why + " have no ratio"));
    }
    if (bridge == null) {
      return Optional.of(ratio(key, left, right, null, means));
    }
    return Optional.of(
        switch (bridge.ratio(base.id(), key)) {
          case Available<Bridge.Ratio>(Bridge.Ratio across) ->
              ratio(key, left, right, across, means);
          case Unavailable<Bridge.Ratio> none ->
              new Draft.Missing("the bridge has no ratio: " + none.reason());
        });
  }

  /** Why there is no ratio; empty if neither run has the metric. */
  private Optional<String> missing(MetricKey key, @Nullable Metric left, @Nullable Metric right) {
    String noLeft = left == null ? base.whyNot(key) : null;
    String noRight = right == null ? other.whyNot(key) : null;
    boolean wanted = left != null || right != null || key == MetricKey.ENERGY_PER_EXECUTION;
    if (!wanted) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>();
    if (left == null) {
      reasons.add(base.run() + " has none: " + (noLeft == null ? "it was not measured" : noLeft));
    }
    if (right == null) {
      reasons.add(
          other.run() + " has none: " + (noRight == null ? "it was not measured" : noRight));
    }
    return Optional.of(String.join("; ", reasons));
  }

  /**
   * Energy read from another machine's files is not this machine's, and a sensor of unknown
   * accuracy compares only with itself.
   */
  private @Nullable String unfitEnergy() {
    for (MeasuredCell cell : List.of(base, other)) {
      if (nights.twoMachines() && !cell.calibrated()) {
        return "the accuracy of the energy sensors of "
            + cell.run()
            + " is not known, so they compare only with themselves, not with another machine's";
      }
    }
    for (MeasuredCell cell : List.of(base, other)) {
      for (Energy energy : cell.primary()) {
        if (energy.root() != null) {
          return "the energy of "
              + cell.run()
              + " was read under "
              + energy.root()
              + ", not from its machine's sensors";
        }
      }
    }
    return null;
  }

  private Draft.Ratio ratio(
      MetricKey key, Metric left, Metric right, Bridge.@Nullable Ratio across, Means means) {
    double energy = key == MetricKey.ENERGY_PER_EXECUTION ? Widening.energy(base, other) : 0;
    double bridged = across == null ? 0 : across.halfWidth();
    double uncertainty = Math.hypot(bridged, Math.hypot(energy, nights.uncertainty()));
    double scale = across == null ? 1 : across.scale();
    double median = scale * left.median();
    boolean higher = key.better() == MetricKey.Better.HIGHER;
    ForkValues a = ForkValues.of(key, base.forks());
    ForkValues b = ForkValues.of(key, other.forks());
    String why = disagreement(base, key, a.values(), left);
    if (why == null) {
      why = disagreement(other, key, b.values(), right);
    }
    if (why == null && !(a.positive() && b.positive())) {
      why = "a fork's value is not above 0, which has no ratio";
    }
    a = a.times(scale);
    ForkRatio ratio;
    if (why != null) {
      double medians = median / right.median();
      ratio = ForkRatio.without(higher ? 1 / medians : medians, why);
    } else if (SEEDED.contains(key)) {
      ratio = higher ? bySeed(b, a, uncertainty) : bySeed(a, b, uncertainty);
    } else {
      ratio =
          higher
              ? ForkRatio.independent(b.values(), a.values(), uncertainty)
              : ForkRatio.independent(a.values(), b.values(), uncertainty);
    }
    means.add(key, base.id().target(), ratio, higher ? b : a, higher ? a : b, uncertainty);
    return new Draft.Ratio(
        left.unit(),
        median,
        right.median(),
        ratio,
        note(ratio, a.values().length, b.values().length, energy, across));
  }

  /** The seed is the unit: forks of the same seed train alike, and are paired. */
  private static ForkRatio bySeed(ForkValues over, ForkValues under, double uncertainty) {
    SortedMap<Long, Double> left = over.bySeed();
    SortedMap<Long, Double> right = under.bySeed();
    double medians = Quantiles.median(over.values()) / Quantiles.median(under.values());
    if (left.size() < over.values().length || right.size() < under.values().length) {
      return ForkRatio.without(
          medians,
          String.format(
              Locale.ROOT,
              "forks of one seed are one sample: %d and %d forks have %d and %d seeds",
              over.values().length,
              under.values().length,
              left.size(),
              right.size()));
    }
    left.keySet().retainAll(right.keySet());
    right.keySet().retainAll(left.keySet());
    if (left.size() < MedianInterval.MIN_FORKS) {
      return ForkRatio.without(
          medians,
          String.format(
              Locale.ROOT,
              "seeds in common: %d, an interval needs %d",
              left.size(),
              MedianInterval.MIN_FORKS));
    }
    return ForkRatio.paired(array(left), array(right), uncertainty);
  }

  private static double[] array(SortedMap<Long, Double> bySeed) {
    return bySeed.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private @Nullable String note(
      ForkRatio ratio, int left, int right, double energy, Bridge.@Nullable Ratio across) {
    List<String> parts = new ArrayList<>();
    String used = ForkRatio.used(ratio, left, right);
    if (used != null) {
      parts.add(used);
    }
    if (across != null) {
      parts.add(
          String.format(
              Locale.ROOT,
              "base times %.4f, for the change of program that a bridge measured, and interval widened"
                  + " by its ± %.2f %%",
              across.scale(),
              100 * across.halfWidth()));
    }
    if (ratio.evidence() != null && energy > 0) {
      parts.add(
          String.format(
              Locale.ROOT,
              "interval widened by ± %.2f %%, the energies' own uncertainty (k = 2)",
              100 * energy));
    }
    if (ratio.evidence() != null && nights instanceof Nights.Stated(_, double sigma)) {
      parts.add(
          String.format(
              Locale.ROOT,
              "interval widened by ± %.2f %% (k = 2), for nights that differ by the stated %.2f %%",
              100 * nights.uncertainty(),
              100 * sigma));
    }
    if (ratio.evidence() != null && nights instanceof Nights.Unknown(Duration pause)) {
      parts.add(
          "not judged: how much runs "
              + (pause == null ? "of two machines" : pause.toHours() + " h apart")
              + " vary is not known");
    }
    return parts.isEmpty() ? null : String.join("; ", parts);
  }

  private static @Nullable String disagreement(
      MeasuredCell cell, MetricKey key, double[] values, Metric metric) {
    if (cell.noForks() != null) {
      return cell.run() + ": " + cell.noForks();
    }
    int forks = cell.forks().size();
    if (forks == 0) {
      return cell.run() + ": its forks.jsonl has no such cell";
    }
    if (values.length < forks) {
      // Of seeds that missed the target, it is only known that they would have taken longer.
      return cell.run() + ": only " + values.length + " of " + forks + " forks have a value";
    }
    if (key.family() == MetricKey.Family.LATENCY) {
      // The record's percentile is that of all forks' executions together.
      return null;
    }
    double difference = Math.abs(Quantiles.median(values) - metric.median());
    boolean agree = difference <= AGREEMENT * Math.abs(metric.median());
    return agree ? null : cell.run() + ": forks.jsonl and run.json do not agree";
  }

  private static void notes(MeasuredCell cell, List<String> notes) {
    Metric time = cell.metric(MetricKey.TIME);
    if (time != null && time.note() != null && time.ciLow() != null) {
      notes.add(cell.run() + ": " + time.note());
    }
    Integer unsteady = cell.outcome().result().steadyStates().get(SteadyState.NO_STEADY_STATE);
    if (unsteady != null) {
      notes.add(
          cell.run()
              + ": "
              + (unsteady == 1 ? "1 fork" : unsteady + " forks")
              + " reached no steady state");
    }
    Throttle throttle = cell.outcome().result().telemetry().throttle().orNull();
    if (throttle != null && throttle.throttled()) {
      notes.add(cell.run() + ": throttled in forks that count");
    }
  }

  private void differences(List<String> notes) {
    Outcome.Measured<CellResult> left = base.outcome();
    Outcome.Measured<CellResult> right = other.outcome();
    if (!left.device().name().equals(right.device().name())) {
      notes.add("device: " + left.device().name() + " → " + right.device().name());
    }
    String engine = left.engine();
    if (engine != null && !engine.equals(right.engine())) {
      notes.add("engine: " + engine + " → " + right.engine());
    }
    int before = base.iterations();
    int after = other.iterations();
    if (before != after && before > 0 && after > 0) {
      notes.add(
          "iterations in each fork: "
              + before
              + " → "
              + after
              + ", so that forks of the two runs do not scatter alike");
    }
  }
}
