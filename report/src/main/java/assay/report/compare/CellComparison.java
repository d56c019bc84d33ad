package assay.report.compare;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.CellResult;
import assay.core.record.Energy;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.Throttle;
import assay.core.stats.Interval;
import assay.core.stats.MedianRatio;
import assay.core.stats.Quantiles;
import assay.core.stats.SteadyState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares one cell of two runs. */
final class CellComparison {
  private static final double AGREEMENT = 1e-9;

  private final MeasuredCell base;
  private final MeasuredCell other;
  private final Means means;

  private CellComparison(MeasuredCell base, MeasuredCell other, Means means) {
    this.base = base;
    this.other = other;
    this.means = means;
  }

  /**
   * Compares.
   *
   * @param means takes the ratios that means are made of
   */
  static ComparedCell of(MeasuredCell base, MeasuredCell other, Means means) {
    CellComparison comparison = new CellComparison(base, other, means);
    List<Change> changes = new ArrayList<>();
    for (MetricKey key : MetricKey.values()) {
      if (key.compared()) {
        comparison.change(key).ifPresent(changes::add);
      }
    }
    List<String> notes = new ArrayList<>();
    notes(base, notes);
    notes(other, notes);
    comparison.differences(notes);
    return new ComparedCell(base.id(), other.id(), changes, notes, SeriesVerdict.ofTwoRuns());
  }

  private Optional<Change> change(MetricKey key) {
    Metric left = base.metric(key);
    Metric right = other.metric(key);
    if (left == null || right == null) {
      return missing(key, left, right).map(why -> new Change.Missing(key, why));
    }
    String standIn = key == MetricKey.ENERGY_PER_EXECUTION ? standIn() : null;
    if (standIn != null) {
      return Optional.of(new Change.Missing(key, standIn));
    }
    if (!left.unit().equals(right.unit()) || !(left.median() > 0 && right.median() > 0)) {
      String why =
          left.median() + " " + left.unit() + " and " + right.median() + " " + right.unit();
      return Optional.of(new Change.Missing(key, why + " have no ratio"));
    }
    return Optional.of(ratio(key, left, right));
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

  /** Energy read from another machine's files is not this machine's. */
  private @Nullable String standIn() {
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

  private Change.Ratio ratio(MetricKey key, Metric left, Metric right) {
    MedianRatio sampled = sampled(key, left, right);
    double uncertainty = key == MetricKey.ENERGY_PER_EXECUTION ? EnergyWidening.of(base, other) : 0;
    means.add(key, base.id().target(), sampled, uncertainty);
    Availability<Interval> estimate =
        EnergyWidening.widen(sampled.ratio(), sampled.estimate(), uncertainty);
    String note =
        uncertainty == 0
            ? null
            : String.format(
                Locale.ROOT,
                "interval widened by ± %.2f %%, the energies' own uncertainty (k = 2)",
                100 * uncertainty);
    return new Change.Ratio(
        key,
        left.unit(),
        left.median(),
        right.median(),
        sampled.ratio(),
        estimate,
        Verdict.of(estimate),
        note);
  }

  /**
   * From the forks where they are available and agree with the record, else from the record alone.
   */
  private MedianRatio sampled(MetricKey key, Metric left, Metric right) {
    double[] a = ForkValues.of(key, base.forks());
    double[] b = ForkValues.of(key, other.forks());
    String why = disagreement(base, a, left);
    if (why == null) {
      why = disagreement(other, b, right);
    }
    if (why != null) {
      double ratio = left.median() / right.median();
      return new MedianRatio(
          (key.better() == MetricKey.Better.HIGHER) ? 1 / ratio : ratio,
          new Unavailable<>(why),
          new double[0]);
    }
    long seed = 31L * base.id().toString().hashCode() + key.id().hashCode();
    return (key.better() == MetricKey.Better.HIGHER)
        ? MedianRatio.of(b, a, seed)
        : MedianRatio.of(a, b, seed);
  }

  private static @Nullable String disagreement(MeasuredCell cell, double[] values, Metric metric) {
    if (cell.noForks() != null) {
      return cell.run() + ": " + cell.noForks();
    }
    if (values.length == 0) {
      return cell.run() + ": its forks.jsonl has no such cell";
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
    if (unsteady != null && unsteady > 0) {
      notes.add(cell.run() + ": " + unsteady + " forks reached no steady state");
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
  }
}
