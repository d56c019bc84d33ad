package assay.report.procurement;

import assay.core.stats.Interval;
import assay.report.procurement.Result.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Speeds of systems over all tasks that every one of them measured: weighted geometric means of
 * their times, and the same in every resample of the forks, with the stated weights and with drawn
 * ones. The means are headlines of speed; what the work of the buyer takes is in the {@link Mix}.
 *
 * <p>A drawn weight is the stated one times a draw of the exponential distribution: with equal
 * weights, every mixture of the tasks is then as likely as any other (L. Devroye, Non-Uniform
 * Random Variate Generation, chapter V, theorem 2.2: spacings of the uniform distribution).
 *
 * <p>Ceilings do not count; a task for which any system has too few forks has no resamples and
 * counts in no mean.
 */
final class Scores {
  private final int systems;
  private final Mean all;
  private final Mean drawnWeights;
  private final Map<String, Mean> families = new TreeMap<>();
  private final List<Mix.Counted> counted = new ArrayList<>();
  private final Mix mix;
  private final Mix drawnMix;
  private int left;

  private Scores(SystemComparison comparison, Weights weights, long seed) {
    systems = comparison.systems().size();
    all = new Mean(systems);
    drawnWeights = new Mean(systems);
    double[] ones = new double[BootstrapResamples.COUNT];
    Arrays.fill(ones, 1);
    comparison
        .tasks()
        .forEach((task, results) -> {
          if (!task.ceiling()) {
            add(task, SystemComparison.measured(results), weights.of(task), ones, seed);
          }
        });
    int reference = comparison.index(comparison.reference());
    mix = Mix.of(systems, reference, counted, false);
    drawnMix = Mix.of(systems, reference, counted, true);
  }

  /** Sums of logarithms of times and of weights, for the medians and for every resample. */
  static final class Mean {
    private final double[] median;
    private final double[][] draws;
    private final double[] weights = new double[BootstrapResamples.COUNT];
    private double weight;
    private int tasks;

    private Mean(int systems) {
      median = new double[systems];
      draws = new double[systems][BootstrapResamples.COUNT];
    }

    private void add(List<Measured> results, double weight, double[] shares) {
      for (int s = 0; s < median.length; s++) {
        median[s] += weight * Math.log(results.get(s).seconds());
        BootstrapResamples own = results.get(s).draws();
        for (int r = 0; r < BootstrapResamples.COUNT; r++) {
          draws[s][r] += weight * shares[r] * own.log(r);
        }
      }
      for (int r = 0; r < BootstrapResamples.COUNT; r++) {
        weights[r] += weight * shares[r];
      }
      this.weight += weight;
      tasks++;
    }

    /** How many tasks it is over. */
    int tasks() {
      return tasks;
    }

    /** Speed of a system ÷ speed of the reference. */
    double ratio(int system, int reference) {
      return Math.exp((median[reference] - median[system]) / weight);
    }

    /** The same in a draw. */
    double ratio(int system, int reference, int draw) {
      return Math.exp((draws[reference][draw] - draws[system][draw]) / weights[draw]);
    }

    /** The interval of {@link #ratio(int, int)} over the draws. */
    Interval interval(int system, int reference) {
      double[] logs = new double[BootstrapResamples.COUNT];
      for (int r = 0; r < BootstrapResamples.COUNT; r++) {
        logs[r] = (draws[reference][r] - draws[system][r]) / weights[r];
      }
      return BootstrapResamples.interval(logs, ratio(system, reference));
    }
  }

  static Scores of(SystemComparison comparison, Weights weights, long seed) {
    return new Scores(comparison, weights, seed);
  }

  private void add(Task task, List<Measured> results, double weight, double[] ones, long seed) {
    boolean sure = results.stream().allMatch(each -> each.draws().any());
    if (results.size() < systems || !sure || weight == 0) {
      left++;
      return;
    }
    all.add(results, weight, ones);
    families.computeIfAbsent(task.family(), name -> new Mean(systems)).add(results, weight, ones);
    SplittableRandom random = new SplittableRandom(seed ^ task.toString().hashCode());
    double[] shares = new double[BootstrapResamples.COUNT];
    for (int r = 0; r < shares.length; r++) {
      shares[r] = -Math.log1p(-random.nextDouble());
    }
    drawnWeights.add(results, weight, shares);
    counted.add(new Mix.Counted(task, results, weight, shares));
  }

  /** Whether all systems measured at least one task with an interval. */
  boolean any() {
    return !counted.isEmpty();
  }

  /** Over all tasks. */
  Mean all() {
    return all;
  }

  /** The same, with drawn weights in the draws. */
  Mean drawnWeights() {
    return drawnWeights;
  }

  /** The buyer's work: its time and energy. */
  Mix mix() {
    return mix;
  }

  /** The same, with drawn weights in the draws. */
  Mix drawnMix() {
    return drawnMix;
  }

  /** By family of workloads, in the order of their names. */
  Map<String, Mean> families() {
    return new LinkedHashMap<>(families);
  }

  /** The tasks that count. */
  List<Task> counted() {
    return counted.stream().map(Mix.Counted::task).toList();
  }

  /** How many tasks do not count, ceilings aside. */
  int leftOut() {
    return left;
  }
}
