package assay.core.harness;

import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import assay.core.stats.VarianceComponents;
import assay.core.workload.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many forks a cell of a nightly suite gets, and how many iterations each fork: the same every
 * night, and as many as the first nights showed that it needs (C. Stein, Annals of Mathematical
 * Statistics 16, 1945: a size that is chosen from earlier data leaves the level of later intervals
 * alone).
 *
 * <p>Iterations follow the rule of Kalibera and Jones ({@link VarianceComponents#bestIterations}):
 * where a fork takes long to start and its iterations scatter much, more of them; where forks
 * differ anyway, fewer. Then the forks: the width of an interval falls with the root of their
 * number, so a night with n forks and a relative half-width w says that n·(w/target)² are needed,
 * times what the changed number of iterations does to the variance of a fork.
 *
 * <p>Of the nights, the median counts; of the planned numbers of forks, the next larger one.
 *
 * @param forks at least 1
 * @param iterations counted ones in each fork, at least 1
 */
public record Repetitions(int forks, int iterations) {
  /** The first nights that decide; later ones change nothing. */
  public static final int NIGHTS = 5;

  private static final int MIN_ITERATIONS = 5;
  private static final double MIN_SECONDS = 1;
  private static final int MAX_FACTOR = 4;
  private static final double MILLIS = 1e-3;

  /**
   * A finished run.
   *
   * @param forks the forks in its log
   */
  public record Night(RunRecord run, List<ForkRecord> forks) {
    public Night {
      forks = List.copyOf(forks);
    }
  }

  /**
   * What one night says of a cell.
   *
   * @param needed forks that it would have needed
   * @param variance null if it has too few iterations
   * @param iterations in each of its forks
   * @param best number of iterations; NaN if unknown
   * @param latency whether it has percentiles of single executions
   */
  private record Past(
      double needed,
      @Nullable VarianceComponents variance,
      int iterations,
      double best,
      boolean latency) {
    double forks(int planned) {
      return variance == null || variance.ofFork(iterations) == 0
          ? needed
          : needed * variance.ofFork(planned) / variance.ofFork(iterations);
    }
  }

  /**
   * The numbers.
   *
   * @param nights of one machine and suite, the oldest first; fewer than {@link #NIGHTS} say
   *     nothing yet, and those after them are not looked at
   * @return empty until there are enough nights; cells without an interval in them are missing
   */
  public static Map<CellId, Repetitions> of(List<Night> nights, Suite suite) {
    Map<CellId, List<Past>> cells = new LinkedHashMap<>();
    if (nights.size() >= NIGHTS) {
      for (Night night : nights.subList(0, NIGHTS)) {
        past(night, suite)
            .forEach((id, past) -> cells.computeIfAbsent(id, _ -> new ArrayList<>()).add(past));
      }
    }
    Map<CellId, Repetitions> numbers = new LinkedHashMap<>();
    cells.forEach((id, pasts) -> {
      int iterations = iterations(pasts, suite.measure());
      numbers.put(
          id,
          new Repetitions(
              planned(median(pasts.stream().map(past -> past.forks(iterations)).toList())),
              iterations));
    });
    return numbers;
  }

  /** What a night says of its cells with an interval. */
  private static Map<CellId, Past> past(Night night, Suite suite) {
    Map<CellId, Double> seconds = forkSeconds(night.forks());
    int millis = suite.measure().iterationMillis();
    double length = iterationMillis(night.run()) == millis ? MILLIS * millis : Double.NaN;
    Map<CellId, Past> cells = new LinkedHashMap<>();
    for (Cell cell : night.run().cells()) {
      if (cell.outcome() instanceof Outcome.Measured<CellResult> measured) {
        Metric time = measured.result().metric(MetricKey.TIME);
        if (time != null && time.ciLow() != null && time.ciHigh() != null) {
          double width = 100 * (time.ciHigh() - time.ciLow()) / 2 / time.median();
          double ratio = width / suite.halfWidthPercent();
          cells.put(
              cell.id(),
              past(
                  time.forks() * ratio * ratio,
                  counted(night.forks(), cell.id()),
                  seconds.getOrDefault(cell.id(), Double.NaN),
                  length));
        }
      }
    }
    return cells;
  }

  /**
   * @param wall seconds that a fork took in all; NaN if unknown
   * @param length planned length of an iteration in s; NaN if it was not the suite's
   */
  private static Past past(double needed, List<ForkResult> forks, double wall, double length) {
    double[][] times =
        forks.stream()
            .map(fork -> fork.timing().time().toArray())
            .filter(samples -> samples.length >= VarianceComponents.MIN_ITERATIONS)
            .toArray(double[][]::new);
    boolean latency = forks.stream().anyMatch(fork -> fork.timing().latency() != null);
    if (times.length < 2) {
      return new Past(needed, null, 0, Double.NaN, latency);
    }
    VarianceComponents variance = VarianceComponents.of(times);
    double execution = Quantiles.median(Quantiles.medians(times));
    // An iteration ends with the execution that is under way.
    double iteration = execution * Math.ceil(length / execution);
    double start = wall - times[0].length * iteration;
    double best = start > 0 ? variance.bestIterations(start, iteration) : Double.NaN;
    return new Past(needed, variance, times[0].length, best, latency);
  }

  /**
   * From {@value #MIN_ITERATIONS} iterations that take a second together to {@value #MAX_FACTOR}
   * times the suite's; not fewer than the suite's where percentiles need the executions.
   */
  private static int iterations(List<Past> pasts, Suite.Measure measure) {
    int usual = measure.iterations();
    int second = (int) Math.ceil(MIN_SECONDS / (MILLIS * measure.iterationMillis()));
    int least =
        pasts.stream().anyMatch(Past::latency)
            ? usual
            : Math.min(usual, Math.max(MIN_ITERATIONS, second));
    List<Double> best =
        pasts.stream()
            .map(Past::best)
            .filter(number -> !number.isNaN())
            .map(number -> Math.clamp(number, least, MAX_FACTOR * usual))
            .toList();
    return best.isEmpty() ? usual : (int) Math.ceil(median(best));
  }

  /**
   * The median time of a cell's forks: from the start of one to the start of the next. A pause in
   * which a run was interrupted is in one of them.
   */
  private static Map<CellId, Double> forkSeconds(List<ForkRecord> forks) {
    List<ForkRecord> ordered =
        forks.stream().sorted(Comparator.comparingInt(fork -> fork.context().order())).toList();
    Map<CellId, List<Double>> all = new LinkedHashMap<>();
    for (int i = 1; i < ordered.size(); i++) {
      ForkRecord fork = ordered.get(i - 1);
      Duration taken =
          Duration.between(fork.context().startedUtc(), ordered.get(i).context().startedUtc());
      all.computeIfAbsent(fork.cell(), id -> new ArrayList<>()).add(MILLIS * taken.toMillis());
    }
    Map<CellId, Double> medians = new LinkedHashMap<>();
    all.forEach((id, seconds) -> medians.put(id, median(seconds)));
    return medians;
  }

  private static List<ForkResult> counted(List<ForkRecord> forks, CellId id) {
    return forks.stream()
        .filter(fork -> fork.cell().equals(id))
        .flatMap(fork -> Stream.ofNullable(fork.outcome().result()))
        .filter(result -> result.excludedCause() == null)
        .toList();
  }

  private static int iterationMillis(RunRecord run) {
    String millis = run.plan().parameters().get(RunPlan.ITERATION_MILLIS);
    return millis == null ? 0 : Integer.parseInt(millis);
  }

  private static double median(List<Double> values) {
    return Quantiles.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The smallest planned number that is enough; the largest if none is. */
  private static int planned(double needed) {
    return MedianInterval.PLANNED.stream()
        .filter(n -> n >= needed)
        .findFirst()
        .orElse(MedianInterval.PLANNED.getLast());
  }
}
