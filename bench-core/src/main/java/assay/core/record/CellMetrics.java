package assay.core.record;

import static assay.core.record.MetricKey.AVERAGE_POWER;
import static assay.core.record.MetricKey.CEILING;
import static assay.core.record.MetricKey.CROSS_VALIDATED_ACCURACY;
import static assay.core.record.MetricKey.DEVICE_BUSY;
import static assay.core.record.MetricKey.DEVICE_TIME;
import static assay.core.record.MetricKey.EFFICIENCY;
import static assay.core.record.MetricKey.END_TO_END_TIME;
import static assay.core.record.MetricKey.ENERGY_PER_EXECUTION;
import static assay.core.record.MetricKey.ENERGY_PER_FLOP;
import static assay.core.record.MetricKey.ENERGY_PER_SAMPLE;
import static assay.core.record.MetricKey.ENERGY_TO_TARGET;
import static assay.core.record.MetricKey.EPOCHS_TO_TARGET;
import static assay.core.record.MetricKey.FINAL_ACCURACY;
import static assay.core.record.MetricKey.PERCENT_OF_DESIGN_PEAK;
import static assay.core.record.MetricKey.PERCENT_OF_DEVICE_PEAK;
import static assay.core.record.MetricKey.PERCENT_OF_PEAK;
import static assay.core.record.MetricKey.THROUGHPUT;
import static assay.core.record.MetricKey.TIME;
import static assay.core.record.MetricKey.TIME_TO_TARGET;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.device.DesignPeak;
import assay.core.device.Device;
import assay.core.program.Rate;
import assay.core.program.Work;
import assay.core.record.CellSummary.Request;
import assay.core.record.Outcome.Measured;
import assay.core.stats.Interval;
import assay.core.stats.MedianInterval;
import assay.core.stats.PooledHistogram;
import assay.core.stats.Quantiles;
import assay.core.stats.SteadyState;
import assay.core.stats.StoppingRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The metrics of a cell, from its measured forks: sampled ones first, then derived ones. */
final class CellMetrics {
  /** How many executions must be beyond a percentile, over all forks. */
  private static final int MIN_BEYOND = 30;

  /** Any constant: the same forks shall have the same interval. */
  private static final long BOOTSTRAP_SEED = 42;

  /** Seconds that an execution of a peak should take at least. */
  private static final double FILLS_A_DEVICE = 1e-3;

  private final Request request;
  private final Device.Hardware device;
  private final List<ForkResult> forks;
  private final @Nullable String note;
  private final Map<MetricKey, Availability<Metric>> metrics = new EnumMap<>(MetricKey.class);

  private CellMetrics(Request request, List<Fork> forks, @Nullable String note) {
    this.request = request;
    this.device = forks.getFirst().outcome().device();
    this.forks = forks.stream().map(fork -> fork.outcome().result()).toList();
    this.note = note;
  }

  /** A measured fork and its seed. */
  record Fork(long seed, Measured<ForkResult> outcome) {}

  /**
   * Computes the metrics.
   *
   * @param forks the included forks, at least one
   * @param note which forks were excluded and why, null if none was
   */
  static CellResult of(Request request, List<Fork> forks, @Nullable String note) {
    CellMetrics cell = new CellMetrics(request, forks, note);
    for (MetricKey key : MetricKey.values()) {
      if (cell.forks.stream().anyMatch(fork -> fork.timing().samples().containsKey(key))) {
        cell.sampled(key);
      }
    }
    if (cell.there(DEVICE_TIME) != null) {
      cell.deviceBusy();
      cell.withoutTransfers();
    }
    cell.percentOfDesignPeak();
    Metric time = cell.time();
    cell.throughput(time);
    cell.ceiling(time);
    cell.percentOfPeak(time);
    cell.latency();
    TrainingMetrics training = training(request, forks, note);
    if (training != null) {
      cell.metrics.put(TIME_TO_TARGET, training.timeToTarget());
      cell.metrics.put(EPOCHS_TO_TARGET, training.epochsToTarget());
      cell.metrics.put(FINAL_ACCURACY, training.finalAccuracy());
      Availability<Metric> overFolds = training.crossValidatedAccuracy();
      if (overFolds != null) {
        cell.metrics.put(CROSS_VALIDATED_ACCURACY, overFolds);
      }
    }
    cell.energy(training);
    return new CellResult(
        cell.metrics,
        steadyStates(cell.forks),
        TelemetrySummary.of(cell.forks, request.idle()),
        cell.forks.getFirst().training());
  }

  private void put(MetricKey key, Metric metric) {
    metrics.put(key, new Available<>(metric));
  }

  private void put(MetricKey key, String reason) {
    metrics.put(key, new Unavailable<>(reason));
  }

  private @Nullable Metric there(MetricKey key) {
    return metrics.get(key) instanceof Available<Metric>(Metric metric) ? metric : null;
  }

  private Metric time() {
    Metric time = there(TIME);
    if (time == null) {
      throw new AssertionError("Timing requires samples");
    }
    return time;
  }

  /** The median of the forks' medians; unavailable if a fork has none. */
  private void sampled(MetricKey key) {
    double[][] samples = new double[forks.size()][];
    long n = 0;
    for (int i = 0; i < samples.length; i++) {
      switch (forks.get(i).timing().samples().get(key)) {
        case Available<Series>(Series series) -> samples[i] = series.toArray();
        case Unavailable<Series> none -> {
          put(key, none.reason());
          return;
        }
        case null -> {
          put(key, "a fork did not measure it");
          return;
        }
      }
      n += samples[i].length;
    }
    put(key, metric(key.unit(), Quantiles.medians(samples), n, note));
  }

  /** A metric from one value per fork. */
  private Metric metric(String unit, double[] perFork, long n, @Nullable String note) {
    double median = Quantiles.median(perFork);
    Availability<Interval> estimate = MedianInterval.of(perFork);
    boolean met = StoppingRule.met(estimate, median, request.targetHalfWidth());
    return Metric.of(unit, median, estimate, n, perFork.length, met, note);
  }

  /** Only a device with its own timer has its own memory, and thus transfers. */
  private void withoutTransfers() {
    if (there(END_TO_END_TIME) != null) {
      return;
    }
    String reason =
        forks.getFirst().training() != null
            ? "the time of a training step already includes its transfers"
            : request.cell().cold()
                ? "not measured with a cold cache: data just transferred is in the caches"
                : "a fork did not measure it";
    put(END_TO_END_TIME, reason);
  }

  /**
   * Device time as a percentage of host time, per fork: the rest is launch overhead, waiting and
   * host work. Device time is that of an iteration's last execution, host time the mean of all, so
   * the ratio can exceed 100 %; the metric is then unavailable.
   */
  private void deviceBusy() {
    double[] perFork = new double[forks.size()];
    long n = 0;
    for (int i = 0; i < perFork.length; i++) {
      Timing timing = forks.get(i).timing();
      Series device = timing.series(DEVICE_TIME);
      if (device == null) {
        throw new AssertionError("checked by the caller");
      }
      perFork[i] =
          100 * Quantiles.median(device.toArray()) / Quantiles.median(timing.time().toArray());
      n += device.size();
    }
    Metric busy = metric(DEVICE_BUSY.unit(), perFork, n, note);
    if (busy.median() > 100) {
      put(
          DEVICE_BUSY,
          String.format(
              Locale.ROOT,
              "the executions timed on the device were slower than the mean of all executions"
                  + " (%.4g %%)",
              busy.median()));
    } else {
      put(DEVICE_BUSY, busy);
    }
  }

  /**
   * Omitted for a device that is not a custom design, and for a measured peak, whose multiply-add
   * chain does not run on the multipliers that are counted.
   */
  private void percentOfDesignPeak() {
    if (Peak.isPeak(request.cell())) {
      return;
    }
    DesignPeak.of(device)
        .map(design -> design.flatMap(this::percentOfDesign))
        .ifPresent(share -> metrics.put(PERCENT_OF_DESIGN_PEAK, share));
  }

  private Availability<Metric> percentOfDesign(double peak) {
    Metric time = there(DEVICE_TIME);
    Work work = request.work();
    Long flops = work == null ? null : work.flops();
    if (time == null) {
      return new Unavailable<>("the device reported no time");
    }
    if (request.rate() == Rate.BYTES || flops == null || flops == 0) {
      return new Unavailable<>("its work is not arithmetic on the multipliers");
    }
    String of =
        String.format(Locale.ROOT, "of %.4g FLOP/s, the peak of the design's multipliers", peak);
    Metric share =
        rate(time, PERCENT_OF_DESIGN_PEAK.unit(), 100 * flops / peak, noted(of, time.note()));
    return share.median() > 100
        // More than 100 % is impossible: the stated clock or multiplier count is wrong.
        ? new Unavailable<>(
            String.format(
                Locale.ROOT,
                "%.4g %% %s: the stated clock or multiplier count cannot be this design's",
                share.median(),
                of))
        : new Available<>(share);
  }

  private static String noted(String text, @Nullable String more) {
    return more == null ? text : text + "; " + more;
  }

  private void throughput(Metric time) {
    Work work = request.work();
    Long amount = work == null ? null : work.amount(request.rate());
    if (amount == null || amount == 0) {
      put(THROUGHPUT, "the work of one execution is unknown");
    } else {
      put(THROUGHPUT, rate(time, request.rate().unit(), amount, time.note()));
    }
  }

  /** Peaks and memory bandwidths are ceilings of other cells: what their fastest fork reached. */
  private void ceiling(Metric time) {
    Metric rate = there(THROUGHPUT);
    if (rate == null || !(Peak.isPeak(request.cell()) || request.rate() == Rate.BYTES)) {
      return;
    }
    double fastest = Double.POSITIVE_INFINITY;
    for (ForkResult fork : forks) {
      fastest = Math.min(fastest, Quantiles.median(fork.timing().time().toArray()));
    }
    double best = rate.median() * (time.median() / fastest);
    String of =
        Peak.isPeak(request.cell()) && time.median() < FILLS_A_DEVICE
            ? String.format(
                Locale.ROOT,
                "the fastest fork; an execution takes %.2g ms, and one of under %.0f ms may not fill"
                    + " the device: more elements may reach more",
                1e3 * time.median(),
                1e3 * FILLS_A_DEVICE)
            : "the fastest fork";
    put(
        CEILING,
        new Metric(rate.unit(), best, null, null, time.n(), time.forks(), false, noted(of, note)));
  }

  private void percentOfPeak(Metric time) {
    CellId id = request.cell();
    if (Peak.isPeak(id)) {
      return;
    }
    String where = " in " + id.precision() + " in this run";
    metrics.put(
        PERCENT_OF_PEAK,
        shareOfPeak(
            time,
            Peak.ofTarget(request.peaks(), id).orElse(null),
            "no measured peak of " + id.target() + where));
    metrics.put(
        PERCENT_OF_DEVICE_PEAK,
        shareOfPeak(
            time,
            Peak.ofDevice(request.peaks(), id, device).orElse(null),
            "no target has a measured peak of " + device.name() + where));
  }

  /**
   * The share of the fastest fork's peak. Its interval begins at the lower end of the rate's own,
   * as a share of that, and ends at the upper end as a share of the median fork's peak: a cell may
   * have met the machine in the state of either.
   */
  private Availability<Metric> shareOfPeak(Metric time, @Nullable Peak peak, String none) {
    Work work = request.work();
    if (request.rate() == Rate.BYTES) {
      return new Unavailable<>(
          "it is memory-bound: a percentage of the arithmetic peak is meaningless");
    }
    if (peak == null) {
      return new Unavailable<>(none);
    }
    Long flops = work == null ? null : work.amount(Rate.FLOPS);
    if (flops == null || flops == 0) {
      return new Unavailable<>("its work has no " + Rate.FLOPS.unit());
    }
    double share = 100.0 * flops / time.median() / peak.best();
    String of = noted("of " + peak, time.note());
    if (time.ciLow() == null || time.ciHigh() == null) {
      return new Available<>(
          new Metric(PERCENT_OF_PEAK.unit(), share, null, null, time.n(), time.forks(), false, of));
    }
    double low = 100.0 * flops / time.ciHigh() / peak.best();
    double high = 100.0 * flops / time.ciLow() / peak.median();
    if (low > 100) {
      // Matrix units may have several kinds of instructions, and the peak is measured with only
      // one.
      return new Unavailable<>(
          String.format(
              Locale.ROOT,
              "it is faster than %s (%.4g %%), which is therefore not a ceiling of the"
                  + " units it uses",
              peak.source(),
              share));
    }
    boolean met = (high - low) / 2 <= request.targetHalfWidth() * share;
    return new Available<>(
        new Metric(PERCENT_OF_PEAK.unit(), share, low, high, time.n(), time.forks(), met, of));
  }

  /**
   * Work ÷ time. It is taken from the median of the times, not of the rates (which differ for an
   * even number of forks), with the interval's ends swapped. The precision is that of the time.
   */
  private static Metric rate(Metric time, String unit, double amount, @Nullable String note) {
    Double low = time.ciHigh() == null ? null : amount / time.ciHigh();
    Double high = time.ciLow() == null ? null : amount / time.ciLow();
    return new Metric(
        unit, amount / time.median(), low, high, time.n(), time.forks(), time.precisionMet(), note);
  }

  private void latency() {
    Latency first = forks.getFirst().timing().latency();
    if (first != null) {
      first.percentiles().keySet().forEach(this::percentile);
    }
  }

  private void percentile(MetricKey key) {
    List<SortedMap<Double, Long>> counts = new ArrayList<>();
    double[] perFork = new double[forks.size()];
    long n = 0;
    for (int i = 0; i < perFork.length; i++) {
      Latency latency = forks.get(i).timing().latency();
      if (latency == null) {
        put(key, "a fork has no latencies");
        return;
      }
      n += latency.count();
      Stream.ofNullable(latency.counts()).forEach(counts::add);
      Availability<Double> own = latency.percentiles().get(key);
      perFork[i] = own instanceof Available<Double>(Double seconds) ? seconds : Double.NaN;
    }
    long needed = Latency.needed(key, MIN_BEYOND);
    if (n < needed) {
      put(
          key,
          String.format(
              Locale.ROOT, "%d executions in %d forks, %s needs %d", n, forks.size(), key, needed));
    } else if (counts.size() == forks.size()) {
      put(key, pooled(PooledHistogram.of(counts), key));
    } else if (Arrays.stream(perFork).anyMatch(Double::isNaN)) {
      put(key, "an older record has no histogram of each fork, and too few executions in one");
    } else {
      String how = "median of the forks' percentiles: an older record has no histograms";
      put(key, metric(key.unit(), perFork, n, noted(how, note)));
    }
  }

  private Metric pooled(PooledHistogram pool, MetricKey key) {
    double share = Latency.share(key);
    double value = pool.quantile(share);
    Availability<Interval> estimate = pool.interval(share, BOOTSTRAP_SEED);
    boolean met = StoppingRule.met(estimate, value, request.targetHalfWidth());
    return Metric.of(key.unit(), value, estimate, pool.count(), forks.size(), met, note);
  }

  /** Null if the workload is no training. */
  private static @Nullable TrainingMetrics training(
      Request request, List<Fork> forks, @Nullable String note) {
    List<TrainingMetrics.Run> runs = new ArrayList<>();
    for (Fork fork : forks) {
      Training training = fork.outcome().result().training();
      if (training != null) {
        runs.add(new TrainingMetrics.Run(fork.seed(), training));
      }
    }
    return runs.isEmpty() ? null : new TrainingMetrics(request, runs, note);
  }

  private void energy(@Nullable TrainingMetrics training) {
    EnergyMetrics energy = new EnergyMetrics(forks);
    if (energy.none()) {
      put(ENERGY_PER_EXECUTION, energy.reason());
      return;
    }
    String of = noted(energy.note(), note);
    double[] joules = energy.joulesPerExecution();
    Metric perExecution = metric(ENERGY_PER_EXECUTION.unit(), joules, joules.length, of);
    put(ENERGY_PER_EXECUTION, perExecution);
    put(AVERAGE_POWER, metric(AVERAGE_POWER.unit(), energy.watts(), joules.length, of));
    Work work = request.work();
    Long flops = work == null ? null : work.flops();
    if (flops != null && flops > 0) {
      put(ENERGY_PER_FLOP, scaled(perExecution, ENERGY_PER_FLOP.unit(), 1.0 / flops));
      put(EFFICIENCY, rate(perExecution, EFFICIENCY.unit(), flops, of));
    }
    Long samples = work == null ? null : work.samples();
    if (samples != null && samples > 0) {
      put(ENERGY_PER_SAMPLE, scaled(perExecution, ENERGY_PER_SAMPLE.unit(), 1.0 / samples));
    }
    if (training != null) {
      String how = "joules per step in the energy window × steps to the target; " + of;
      metrics.put(
          ENERGY_TO_TARGET, training.toTarget(ENERGY_TO_TARGET, energy.joulesToTarget(), how));
    }
  }

  private static Metric scaled(Metric metric, String unit, double factor) {
    return new Metric(
        unit,
        metric.median() * factor,
        metric.ciLow() == null ? null : metric.ciLow() * factor,
        metric.ciHigh() == null ? null : metric.ciHigh() * factor,
        metric.n(),
        metric.forks(),
        metric.precisionMet(),
        metric.note());
  }

  private static Map<SteadyState, Integer> steadyStates(List<ForkResult> forks) {
    Map<SteadyState, Integer> counts = new EnumMap<>(SteadyState.class);
    for (ForkResult fork : forks) {
      counts.merge(fork.timing().steadyState(), 1, Integer::sum);
    }
    return counts;
  }
}
