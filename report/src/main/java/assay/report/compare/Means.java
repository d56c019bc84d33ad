package assay.report.compare;

import assay.core.availability.Availability;
import assay.core.record.MetricKey;
import assay.core.stats.GeometricMean;
import assay.core.stats.Interval;
import assay.core.stats.MedianRatio;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Gathers ratios of cells and makes their geometric means: of all cells, and target by target. */
final class Means {
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(MetricKey key, String target, MedianRatio ratio, double uncertainty) {}

  /** Takes a ratio; only times and energies are averaged. */
  void add(MetricKey key, String target, MedianRatio ratio, double uncertainty) {
    if (key == MetricKey.TIME || key == MetricKey.ENERGY_PER_EXECUTION) {
      entries.add(new Entry(key, target, ratio, uncertainty));
    }
  }

  /**
   * The means of time, then of energy. Where some ratios have no interval, the mean of the others
   * follows with its own.
   */
  List<MeanRatio> all() {
    List<MeanRatio> means = new ArrayList<>();
    for (MetricKey key : List.of(MetricKey.TIME, MetricKey.ENERGY_PER_EXECUTION)) {
      List<Entry> own = entries.stream().filter(e -> e.key() == key).toList();
      add(means, "all cells", own);
      List<Entry> sure = own.stream().filter(e -> e.ratio().logRatios().length > 0).toList();
      if (sure.size() < own.size()) {
        add(means, "cells with an interval", sure);
      }
      TreeSet<String> targets = new TreeSet<>();
      own.forEach(e -> targets.add(e.target()));
      if (targets.size() > 1) {
        for (String target : targets) {
          add(means, target, own.stream().filter(e -> e.target().equals(target)).toList());
        }
      }
    }
    return means;
  }

  private static void add(List<MeanRatio> means, String scope, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    GeometricMean mean = GeometricMean.of(entries.stream().map(Entry::ratio).toList());
    // A sensor is off in all cells alike, so the mean is off by the mean of their uncertainties.
    double uncertainty = entries.stream().mapToDouble(Entry::uncertainty).average().orElse(0);
    Availability<Interval> widened =
        EnergyWidening.widen(mean.ratio(), mean.estimate(), uncertainty);
    means.add(
        new MeanRatio(
            scope,
            entries.getFirst().key(),
            new GeometricMean(mean.ratio(), mean.ratios(), widened)));
  }
}
