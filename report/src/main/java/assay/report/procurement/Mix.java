package assay.report.procurement;

import assay.core.stats.Interval;
import assay.report.procurement.Result.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The buyer's work: tasks with the shares that they take of the reference system's hours. Time and
 * energy of it are sums, so that everything that costs money follows from them:
 *
 * <pre>
 * time   = Σ shareᵢ · tᵢ / tᵢ,ref                 relative to the reference
 * energy = Σ shareᵢ · joulesᵢ                     of the work that it does in an hour
 * power  = energy ÷ time
 * </pre>
 *
 * <p>A geometric mean of speeds says something else: it overstates how much of the work is done in
 * an hour, the more the tasks' speeds differ, since the slow tasks take more of the time.
 *
 * <p>Energy is known of the metered tasks only; the others are taken to draw the same power as
 * those together.
 */
final class Mix {
  private final int reference;
  private final List<Task> tasks = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();
  private final List<List<Measured>> results = new ArrayList<>();
  private final Sums median;
  private final Sums[] draws = new Sums[BootstrapResamples.COUNT];

  /** Sums over the tasks, by system. */
  private static final class Sums {
    private final double[] time;
    private final double[] meteredTime;
    private final double[] energy;
    private double weight;

    private Sums(int systems) {
      time = new double[systems];
      meteredTime = new double[systems];
      energy = new double[systems];
    }

    /**
     * Adds a task on a system.
     *
     * @param ratio its time ÷ the reference's
     * @param watts NaN where not metered
     */
    private void add(int system, double weight, double ratio, double watts) {
      time[system] += weight * ratio;
      if (!Double.isNaN(watts)) {
        meteredTime[system] += weight * ratio;
        energy[system] += weight * ratio * watts;
      }
    }

    private double time(int system) {
      return time[system] / weight;
    }

    private @Nullable Double watts(int system) {
      return meteredTime[system] > 0 ? energy[system] / meteredTime[system] : null;
    }
  }

  private Mix(int systems, int reference) {
    this.reference = reference;
    median = new Sums(systems);
    Arrays.setAll(draws, _ -> new Sums(systems));
  }

  /**
   * Sums up.
   *
   * @param counted the tasks, each measured on every system
   * @param drawnWeights whether weights vary between draws by the tasks' factors
   */
  static Mix of(int systems, int reference, List<Counted> counted, boolean drawnWeights) {
    Mix mix = new Mix(systems, reference);
    double[][] watts = new double[systems][];
    for (int s = 0; s < systems; s++) {
      int system = s;
      watts[s] = SystemPower.watts(counted.stream().map(c -> c.results().get(system)).toList());
    }
    for (int i = 0; i < counted.size(); i++) {
      double[] own = new double[systems];
      for (int s = 0; s < systems; s++) {
        own[s] = watts[s][i];
      }
      mix.add(counted.get(i), own, drawnWeights);
    }
    return mix;
  }

  /**
   * A task of the mix.
   *
   * @param results one per system, all with resamples
   * @param weight above 0
   * @param factors of the weight, one per draw
   */
  record Counted(Task task, List<Measured> results, double weight, double[] factors) {}

  private void add(Counted counted, double[] watts, boolean drawnWeights) {
    tasks.add(counted.task());
    weights.add(counted.weight());
    results.add(counted.results());
    Measured base = counted.results().get(reference);
    median.weight += counted.weight();
    for (int s = 0; s < watts.length; s++) {
      Measured own = counted.results().get(s);
      median.add(s, counted.weight(), own.seconds() / base.seconds(), watts[s]);
    }
    for (int r = 0; r < draws.length; r++) {
      double weight = counted.weight() * (drawnWeights ? counted.factors()[r] : 1);
      draws[r].weight += weight;
      for (int s = 0; s < watts.length; s++) {
        Measured own = counted.results().get(s);
        double ratio = s == reference ? 1 : Math.exp(own.draws().log(r) - base.draws().log(r));
        draws[r].add(s, weight, ratio, watts[s]);
      }
    }
  }

  /** Share of each task in the reference's hours, 0 to 1. */
  Map<Task, Double> shares() {
    Map<Task, Double> shares = new LinkedHashMap<>();
    for (int i = 0; i < tasks.size(); i++) {
      shares.put(tasks.get(i), weights.get(i) / median.weight);
    }
    return shares;
  }

  /** The results of a system in the tasks of the mix. */
  List<Measured> results(int system) {
    return results.stream().map(each -> each.get(system)).toList();
  }

  /** Time of the mix on a system ÷ the reference's. */
  double time(int system) {
    return median.time(system);
  }

  /** The interval of {@link #time(int)} over the draws. */
  Interval timeInterval(int system) {
    return BootstrapResamples.percentiles(
        Arrays.stream(draws).mapToDouble(each -> each.time(system)).toArray(), time(system));
  }

  /** Work of the mix in an hour ÷ the reference's. */
  double speed(int system) {
    return 1 / time(system);
  }

  /** The same in a draw. */
  double speed(int system, int draw) {
    return 1 / draws[draw].time(system);
  }

  /** The interval of {@link #speed(int)} over the draws. */
  Interval speedInterval(int system) {
    Interval time = timeInterval(system);
    return new Interval(1 / time.high(), 1 / time.low(), time.level());
  }

  /** Power of a system under the load of the mix, W; null where no task of it was metered. */
  @Nullable Double watts(int system) {
    return median.watts(system);
  }

  /** The same in a draw: other times change how long each task is at its power. */
  @Nullable Double watts(int system, int draw) {
    return draws[draw].watts(system);
  }
}
