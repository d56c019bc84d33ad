package assay.report.compare;

import assay.core.record.EnergyReading;
import assay.core.record.ForkOutcome.Timed;
import assay.core.record.Latency;
import assay.core.record.Series;
import assay.core.telemetry.Share;
import assay.core.record.Training;
import assay.core.stats.Quantiles;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One value a fork of a quantity, as the record's own summary takes it. */
final class ForkValues {
  private ForkValues() {}

  /** The values of the forks that have one, in the quantity's unit. */
  static double[] of(Quantity quantity, List<Timed> forks) {
    return forks.stream()
        .map(fork -> value(quantity, fork))
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static @Nullable Double value(Quantity quantity, Timed fork) {
    Training training = fork.training();
    return switch (quantity) {
      case TIME -> median(fork.timing().samples());
      case DEVICE_TIME -> median(fork.timing().deviceSamples());
      case P50, P90, P99, P999 -> percentile(fork.timing().latency(), quantity.metric());
      case TIME_TO_TARGET -> training == null ? null : training.secondsToTarget();
      case ACCURACY -> training == null ? null : Double.valueOf(training.finalAccuracy());
      case ENERGY -> joules(fork);
    };
  }

  private static @Nullable Double median(@Nullable Series series) {
    return series == null ? null : Double.valueOf(Quantiles.median(series.toArray()));
  }

  private static @Nullable Double percentile(@Nullable Latency latency, String name) {
    return latency == null ? null : latency.percentiles().get(name);
  }

  /** Joules per execution of all the target's own domains; null where one of them is missing. */
  private static @Nullable Double joules(Timed fork) {
    boolean refused = fork.telemetry().refused().stream().anyMatch(r -> r.share() == Share.PRIMARY);
    List<EnergyReading> readings = fork.telemetry().energy().orNull();
    if (refused || readings == null) {
      return null;
    }
    double sum = 0;
    boolean any = false;
    for (EnergyReading reading : readings) {
      if (reading.share() == Share.PRIMARY) {
        sum += reading.joules() / reading.executions();
        any = true;
      }
    }
    return any ? Double.valueOf(sum) : null;
  }
}
