package assay.report.procurement;

import assay.core.availability.Remedy;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.ForkResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.stats.Quantiles;
import assay.report.procurement.Result.Absent;
import assay.report.procurement.Result.Gap;
import assay.report.procurement.Result.Kind;
import assay.report.procurement.Result.Measured;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The result of one system in one task: the fastest measured target, or why there is none. */
final class Results {
  // Written as decimal text and read again, a median may change in its last digits.
  private static final double AGREEMENT = 1e-9;

  private Results() {}

  static Result of(SystemUnderTest system, Rounds rounds, List<Cell> cells) {
    if (cells.isEmpty()) {
      return new Absent(
          system, List.of(new Gap("", Kind.NOT_IN_RUN, "the run did not request it", null)));
    }
    Cell fastest = null;
    for (Cell cell : cells) {
      if (seconds(cell) < (fastest == null ? Double.POSITIVE_INFINITY : seconds(fastest))) {
        fastest = cell;
      }
    }
    if (fastest != null && fastest.outcome() instanceof Outcome.Measured<CellResult> outcome) {
      List<ForkResult> forks = List.copyOf(rounds.of(fastest.id()).values());
      return new Measured(system, fastest, outcome, forks, draws(system, rounds, fastest));
    }
    return new Absent(system, cells.stream().map(Results::gap).toList());
  }

  /** Median time of one execution, s; infinite where the cell has none. */
  static double seconds(Cell cell) {
    Metric time = time(cell);
    return time == null ? Double.POSITIVE_INFINITY : time.median();
  }

  private static @Nullable Metric time(Cell cell) {
    return cell.outcome() instanceof Outcome.Measured<CellResult> measured
        ? measured.result().metric(MetricKey.TIME)
        : null;
  }

  private static BootstrapResamples draws(SystemUnderTest system, Rounds rounds, Cell cell) {
    String none = system.run().noForks();
    Metric time = time(cell);
    if (none != null || time == null) {
      return BootstrapResamples.none(none == null ? "no time" : none);
    }
    SortedMap<Integer, Double> values = new TreeMap<>();
    rounds
        .of(cell.id())
        .forEach(
            (round, fork) -> values.put(round, Quantiles.median(fork.timing().time().toArray())));
    if (values.isEmpty()) {
      return BootstrapResamples.none("forks.jsonl has no such cell");
    }
    double median =
        Quantiles.median(values.values().stream().mapToDouble(Double::doubleValue).toArray());
    double apart = Math.abs(median - time.median());
    if (apart > AGREEMENT * time.median()) {
      return BootstrapResamples.none("forks.jsonl and run.json do not agree");
    }
    return rounds.draws(values);
  }

  /** Why a cell has no metrics to compare. */
  static Gap gap(Cell cell) {
    Outcome<CellResult> outcome = cell.outcome();
    String target = cell.id().target();
    if (outcome instanceof Outcome.Verified<CellResult> emulated) {
      return new Gap(target, Kind.EMULATED, emulated.device().name(), null);
    }
    if (outcome instanceof Outcome.Modelled<CellResult> modelled) {
      return new Gap(target, Kind.EMULATED, "RTL model " + modelled.device().name(), null);
    }
    String reason = outcome.reason();
    return new Gap(
        target,
        kind(outcome),
        reason == null ? "the record has no time" : reason,
        Remedy.textOf(outcome.remedy()));
  }

  private static Kind kind(Outcome<CellResult> outcome) {
    return switch (outcome.status()) {
      case UNSUPPORTED -> Kind.UNSUPPORTED;
      case UNAVAILABLE -> Kind.UNAVAILABLE;
      case INVALID -> Kind.INVALID;
      case TIMED_OUT -> Kind.TIMED_OUT;
      case FAILED, OK -> Kind.FAILED;
    };
  }
}
