package assay.report.compare;

import assay.core.availability.Availability;
import assay.core.record.EnergyReading;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.MetricKey;
import assay.core.record.Series;
import assay.core.record.Training;
import assay.core.stats.Quantiles;
import assay.core.telemetry.Share;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One value per fork of a metric, as in the record's own summary.
 *
 * @param values of the forks that have one, in the metric's unit
 * @param rounds number of each such fork within its cell: forks of one number ran in one round
 * @param seeds seed of each such fork
 */
record ForkValues(double[] values, int[] rounds, long[] seeds) {
  static ForkValues of(MetricKey key, List<ForkRecord> forks) {
    List<ForkRecord> with =
        forks.stream().filter(fork -> value(key, result(fork)) != null).toList();
    return new ForkValues(
        with.stream()
            .mapToDouble(fork -> Objects.requireNonNull(value(key, result(fork))))
            .toArray(),
        with.stream().mapToInt(fork -> fork.context().fork()).toArray(),
        with.stream().mapToLong(fork -> fork.context().seed()).toArray());
  }

  private static ForkResult result(ForkRecord fork) {
    return Objects.requireNonNull(fork.outcome().result());
  }

  /** Whether all values are above 0, so that they have logarithms and ratios. */
  boolean positive() {
    return Arrays.stream(values).allMatch(value -> value > 0);
  }

  /** The values multiplied by a factor. */
  ForkValues times(double factor) {
    return new ForkValues(
        Arrays.stream(values).map(value -> factor * value).toArray(), rounds, seeds);
  }

  /** Natural logarithms by round. */
  SortedMap<Integer, Double> logsByRound() {
    SortedMap<Integer, Double> logs = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      logs.put(rounds[i], Math.log(values[i]));
    }
    return logs;
  }

  /** Values by seed; fewer than there are values where forks share one. */
  SortedMap<Long, Double> bySeed() {
    SortedMap<Long, Double> own = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      own.put(seeds[i], values[i]);
    }
    return own;
  }

  private static @Nullable Double value(MetricKey key, ForkResult fork) {
    Training training = fork.training();
    return switch (key) {
      case P50, P90, P99, P999 -> percentile(fork, key);
      case TIME_TO_TARGET ->
          training == null ? null : training.toTarget().map(Training.ToTarget::seconds).orNull();
      case FINAL_ACCURACY -> training == null ? null : Double.valueOf(training.finalAccuracy());
      case ENERGY_PER_EXECUTION -> joules(fork);
      default -> median(fork.timing().series(key));
    };
  }

  private static @Nullable Double median(@Nullable Series series) {
    return series == null ? null : Double.valueOf(Quantiles.median(series.toArray()));
  }

  private static @Nullable Double percentile(ForkResult fork, MetricKey key) {
    Availability<Double> seconds =
        fork.timing().latency() == null ? null : fork.timing().latency().percentiles().get(key);
    return seconds == null ? null : seconds.orNull();
  }

  /** Joules per execution of all the target's own domains; null where one of them is missing. */
  private static @Nullable Double joules(ForkResult fork) {
    boolean refused =
        fork.telemetry().refusedEnergy().stream().anyMatch(r -> r.share() == Share.PRIMARY);
    if (refused) {
      return null;
    }
    double sum = 0;
    boolean any = false;
    for (EnergyReading reading : fork.telemetry().energies()) {
      if (reading.share() == Share.PRIMARY) {
        sum += reading.joules() / reading.executions();
        any = true;
      }
    }
    return any ? Double.valueOf(sum) : null;
  }
}
