package assay.report.compare;

import assay.core.availability.Availability;
import assay.core.record.EnergyReading;
import assay.core.record.ForkResult;
import assay.core.record.MetricKey;
import assay.core.record.Series;
import assay.core.record.Training;
import assay.core.stats.Quantiles;
import assay.core.telemetry.Share;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One value per fork of a metric, as in the record's own summary. */
final class ForkValues {
  private ForkValues() {}

  /** The values of the forks that have one, in the metric's unit. */
  static double[] of(MetricKey key, List<ForkResult> forks) {
    return forks.stream()
        .map(fork -> value(key, fork))
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .toArray();
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
