package assay.core.record;

import assay.core.program.Rate;
import assay.core.program.Work;
import assay.core.device.DesignPeak;
import assay.core.device.Device;
import assay.core.record.CellSummary.Request;
import assay.core.record.ForkOutcome.Timed;
import assay.core.stats.Estimate;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import assay.core.stats.SteadyState;
import assay.core.stats.StoppingRule;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The figures of a cell from its timed forks: times first, then what follows from them. */
final class CellFigures {
  private final Request request;
  private final List<Timed> forks;
  private final @Nullable String note;
  private final Map<String, Metric> metrics = new LinkedHashMap<>();
  private final Map<String, String> unavailable = new LinkedHashMap<>();

  private CellFigures(Request request, List<Timed> forks, @Nullable String note) {
    this.request = request;
    this.forks = forks;
    this.note = note;
  }

  /**
   * Works the figures out.
   *
   * @param forks the forks that count, at least one
   * @param note which were left out and why, null where none was
   */
  static Figures of(Request request, List<Timed> forks, @Nullable String note) {
    CellFigures figures = new CellFigures(request, forks, note);
    Metric time = figures.times("time", timing -> timing.samples());
    figures.metrics.put("time", time);
    figures.deviceTime();
    figures.percentOfDesignPeak();
    figures.throughput(time);
    figures.percentOfPeak(time);
    figures.latency();
    figures.training();
    figures.energy();
    return new Figures(
        figures.metrics,
        figures.unavailable,
        steadyStates(forks),
        TelemetrySummary.of(forks, request.idle()),
        forks.getFirst().training());
  }

  private Metric times(String name, Function<Timing, @Nullable Series> part) {
    double[][] samples = new double[forks.size()][];
    long n = 0;
    for (int i = 0; i < samples.length; i++) {
      Series series = part.apply(forks.get(i).timing());
      if (series == null) {
        throw new IllegalArgumentException("fork without " + name);
      }
      samples[i] = series.toArray();
      n += samples[i].length;
    }
    return metric("s", Quantiles.medians(samples), n);
  }

  /** A metric from one value a fork. */
  private Metric metric(String unit, double[] perFork, long n) {
    return metric(unit, perFork, n, note);
  }

  private Metric metric(String unit, double[] perFork, long n, @Nullable String note) {
    double median = Quantiles.median(perFork);
    Estimate estimate = MedianInterval.of(perFork);
    boolean met = StoppingRule.met(estimate, median, request.targetHalfWidth());
    return Metric.of(unit, median, estimate, n, perFork.length, met, note);
  }

  private void deviceTime() {
    for (Timed fork : forks) {
      String reason = fork.timing().deviceReason();
      if (reason != null) {
        unavailable.put("deviceTime", reason);
        return;
      }
    }
    metrics.put("deviceTime", times("deviceTime", timing -> timing.deviceSamples()));
    deviceBusy();
    endToEndTime();
  }

  private void endToEndTime() {
    String reason = withoutTransfers();
    if (reason == null) {
      metrics.put("endToEndTime", times("endToEndTime", timing -> timing.endToEnd()));
    } else {
      unavailable.put("endToEndTime", reason);
    }
  }

  private @Nullable String withoutTransfers() {
    if (forks.stream().allMatch(fork -> fork.timing().endToEnd() != null)) {
      return null;
    }
    if (forks.getFirst().training() != null) {
      return "the time of a training step holds its transfers already";
    }
    if (request.cell().workload().endsWith(CellId.COLD)) {
      return "a cold run has none: data that has just arrived is in caches";
    }
    return "a fork did not measure it";
  }

  /**
   * Device time by host time, each fork by its own: the rest is launching, waiting, the host. The
   * device's is that of an iteration's last execution, the host's the mean of all, so that the
   * share can come out above the whole; then it is none.
   */
  private void deviceBusy() {
    double[] perFork = new double[forks.size()];
    long n = 0;
    for (int i = 0; i < perFork.length; i++) {
      Timing timing = forks.get(i).timing();
      Series device = timing.deviceSamples();
      if (device == null) {
        throw new AssertionError("looked at before");
      }
      perFork[i] =
          100 * Quantiles.median(device.toArray()) / Quantiles.median(timing.samples().toArray());
      n += device.size();
    }
    Metric busy = metric("%", perFork, n);
    if (busy.median() > 100) {
      unavailable.put(
          "deviceBusy",
          String.format(
              Locale.ROOT,
              "the executions timed on the device were slower than the mean (%.4g %%)",
              busy.median()));
      return;
    }
    metrics.put("deviceBusy", busy);
  }

  /**
   * Nothing at all for a device that is no design of its own, and for a measured ceiling, whose
   * chain of multiply-adds does not run on the multipliers that are counted.
   */
  private void percentOfDesignPeak() {
    DesignPeak design = DesignPeak.of(forks.getFirst().device()).orElse(null);
    if (design == null || Peak.isPeak(request.cell())) {
      return;
    }
    Metric time = metrics.get("deviceTime");
    Work work = request.work();
    Long flops = work == null ? null : work.flops();
    switch (design) {
      case DesignPeak.Unknown(String reason) -> unavailable.put("percentOfDesignPeak", reason);
      case DesignPeak.Known(double flopsPerSecond) -> {
        if (time == null) {
          unavailable.put("percentOfDesignPeak", "the device gave no time");
        } else if (request.rate() == Rate.BYTES || flops == null || flops == 0) {
          unavailable.put("percentOfDesignPeak", "its work is no arithmetic of the multipliers");
        } else {
          percentOfDesignPeak(time, flops, flopsPerSecond);
        }
      }
    }
  }

  private void percentOfDesignPeak(Metric time, long flops, double peak) {
    String of =
        String.format(Locale.ROOT, "of %.4g FLOP/s that the design's multipliers could do", peak);
    String full = time.note() == null ? of : of + "; " + time.note();
    Metric share = rate(time, "%", 100 * flops / peak, full);
    if (share.median() > 100) {
      // Nothing does more than it can: the clock or the count is of another design.
      unavailable.put(
          "percentOfDesignPeak",
          String.format(
              Locale.ROOT,
              "%.4g %% %s: the stated clock or multipliers cannot be this design's",
              share.median(),
              of));
      return;
    }
    metrics.put("percentOfDesignPeak", share);
  }

  private void throughput(Metric time) {
    Work work = request.work();
    Long amount = work == null ? null : work.amount(request.rate());
    if (amount == null || amount == 0) {
      unavailable.put("throughput", "the work of one execution is not known");
      return;
    }
    metrics.put("throughput", rate(time, request.rate().unit(), amount, time.note()));
  }

  private void percentOfPeak(Metric time) {
    Work work = request.work();
    Peak peak = request.peak();
    if (Peak.isPeak(request.cell())) {
      return;
    }
    if (request.rate() == Rate.BYTES) {
      unavailable.put(
          "percentOfPeak", "it is bound by memory: a share of the arithmetic peak says nothing");
      return;
    }
    if (peak == null) {
      CellId id = request.cell();
      unavailable.put(
          "percentOfPeak",
          "no measured peak of " + id.target() + " in " + id.precision() + " in this run");
      return;
    }
    Long amount = work == null ? null : work.amount(peak.rate());
    if (amount == null || amount == 0) {
      unavailable.put("percentOfPeak", "its work has no " + peak.rate().unit());
      return;
    }
    String of = "of " + peak.perSecond() + " " + peak.rate().unit() + ", " + peak.source();
    String full = time.note() == null ? of : of + "; " + time.note();
    Metric share = rate(time, "%", 100 * amount / peak.perSecond(), full);
    if (share.ciLow() != null && share.ciLow() > 100) {
      // Matrix units may be reached by more than one kind of instruction, the peak by one of them.
      unavailable.put(
          "percentOfPeak",
          String.format(
              Locale.ROOT,
              "it is faster than %s (%.4g %%), which is no ceiling of what it uses",
              peak.source(),
              share.median()));
      return;
    }
    metrics.put("percentOfPeak", share);
  }

  /**
   * Work ÷ time. It falls with time, so the median of an even count of forks is that of the times
   * and not of the rates, and the interval's ends change places. The precision is that of the time.
   */
  private static Metric rate(Metric time, String unit, double amount, @Nullable String note) {
    Double low = time.ciHigh() == null ? null : amount / time.ciHigh();
    Double high = time.ciLow() == null ? null : amount / time.ciLow();
    return new Metric(
        unit, amount / time.median(), low, high, time.n(), time.forks(), time.precisionMet(), note);
  }

  private void latency() {
    if (forks.getFirst().timing().latency() == null) {
      return;
    }
    for (String name : Latency.names()) {
      double[] perFork = new double[forks.size()];
      long n = 0;
      for (int i = 0; i < perFork.length; i++) {
        Latency latency = forks.get(i).timing().latency();
        Double value = latency == null ? null : latency.percentiles().get(name);
        if (latency == null || value == null) {
          String why = latency == null ? null : latency.unavailable().get(name);
          unavailable.put(name, why == null ? "a fork has no latencies" : why);
          break;
        }
        perFork[i] = value;
        n += latency.count();
      }
      if (!unavailable.containsKey(name)) {
        metrics.put(name, metric("s", perFork, n));
      }
    }
  }

  private void training() {
    if (forks.getFirst().training() == null) {
      return;
    }
    perTraining("timeToTarget", "s", Training::secondsToTarget);
    perTraining("finalAccuracy", "1", Training::finalAccuracy);
  }

  private void perTraining(String name, String unit, Function<Training, @Nullable Double> part) {
    double[] perFork = new double[forks.size()];
    for (int i = 0; i < perFork.length; i++) {
      Training training = forks.get(i).training();
      Double value = training == null ? null : part.apply(training);
      if (training == null || value == null) {
        String why = training == null ? null : training.targetReason();
        unavailable.put(name, why == null ? "a fork has no training run" : why);
        return;
      }
      perFork[i] = value;
    }
    metrics.put(name, metric(unit, perFork, perFork.length));
  }

  private void energy() {
    EnergyFigures energy = new EnergyFigures(forks);
    if (energy.none()) {
      unavailable.put("energyPerExecution", energy.reason());
      return;
    }
    String of = note == null ? energy.note() : energy.note() + "; " + note;
    double[] joules = energy.joulesPerExecution();
    Metric perExecution = metric("J", joules, joules.length, of);
    metrics.put("energyPerExecution", perExecution);
    metrics.put("averagePower", metric("W", energy.watts(), joules.length, of));
    Work work = request.work();
    Long flops = work == null ? null : work.flops();
    if (flops != null && flops > 0) {
      metrics.put("energyPerFlop", scaled(perExecution, "J/FLOP", 1.0 / flops));
      metrics.put("efficiency", rate(perExecution, "FLOP/s/W", flops, of));
    }
    Long samples = work == null ? null : work.samples();
    if (samples != null && samples > 0) {
      metrics.put("energyPerSample", scaled(perExecution, "J/sample", 1.0 / samples));
    }
    if (forks.getFirst().training() != null) {
      double[] toTarget = energy.joulesToTarget();
      if (toTarget == null) {
        unavailable.put("energyToTarget", "the target accuracy was not reached in every fork");
      } else {
        String how = "joules per step in the energy window × steps to the target; " + of;
        metrics.put("energyToTarget", metric("J", toTarget, toTarget.length, how));
      }
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

  private static Map<SteadyState, Integer> steadyStates(List<Timed> forks) {
    Map<SteadyState, Integer> counts = new EnumMap<>(SteadyState.class);
    for (Timed fork : forks) {
      counts.merge(fork.timing().steadyState(), 1, Integer::sum);
    }
    return counts;
  }
}
