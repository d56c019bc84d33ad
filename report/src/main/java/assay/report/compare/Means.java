package assay.report.compare;

import assay.core.availability.Availability.Unavailable;
import assay.core.record.MetricKey;
import assay.core.stats.GeometricMean;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Gathers ratios of cells and makes their geometric means: of all cells, and target by target. */
final class Means {
  private final Nights nights;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(
      MetricKey key,
      String target,
      ForkRatio ratio,
      SortedMap<Integer, Double> over,
      SortedMap<Integer, Double> under,
      double uncertainty) {
    boolean sure() {
      return ratio.evidence() != null;
    }
  }

  Means(Nights nights) {
    this.nights = nights;
  }

  /**
   * Takes a ratio; only times and energies are averaged.
   *
   * @param over the forks above the fraction bar
   * @param under those below
   * @param uncertainty that forks do not show, expanded (k = 2), as a share
   */
  void add(
      MetricKey key,
      String target,
      ForkRatio ratio,
      ForkValues over,
      ForkValues under,
      double uncertainty) {
    if (key == MetricKey.TIME || key == MetricKey.ENERGY_PER_EXECUTION) {
      entries.add(
          new Entry(key, target, ratio, over.logsByRound(), under.logsByRound(), uncertainty));
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
      List<Entry> sure = own.stream().filter(Entry::sure).toList();
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

  private void add(List<MeanRatio> means, String scope, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    GeometricMean mean = mean(entries);
    // What forks do not show is off in all cells alike, so the mean is off by its mean.
    double uncertainty = entries.stream().mapToDouble(Entry::uncertainty).average().orElse(0);
    GeometricMean widened =
        new GeometricMean(
            mean.ratio(), mean.cells(), Widening.widen(mean.ratio(), mean.estimate(), uncertainty));
    Verdict shown = Verdict.of(widened.estimate());
    means.add(
        new MeanRatio(
            scope,
            entries.getFirst().key(),
            widened,
            shown == Verdict.NO_INTERVAL || nights.judged() ? shown : Verdict.NOT_JUDGED));
  }

  private static GeometricMean mean(List<Entry> entries) {
    double[][] over = rounds(entries, Entry::over);
    double[][] under = rounds(entries, Entry::under);
    long without = entries.stream().filter(e -> !e.sure()).count();
    if (without > 0 || over.length == 0 || under.length == 0) {
      double log =
          entries.stream().mapToDouble(e -> Math.log(e.ratio().ratio())).average().orElse(0);
      return new GeometricMean(
          Math.exp(log),
          entries.size(),
          new Unavailable<>(
              without > 0
                  ? without + " of " + entries.size() + " ratios have no interval"
                  : "no round of forks measured all cells"));
    }
    return GeometricMean.ofRuns(over, under);
  }

  /** The rounds that measured every cell, each with the logarithms of all. */
  private static double[][] rounds(
      List<Entry> entries, Function<Entry, SortedMap<Integer, Double>> side) {
    TreeSet<Integer> complete = new TreeSet<>(side.apply(entries.getFirst()).keySet());
    entries.forEach(entry -> complete.retainAll(side.apply(entry).keySet()));
    return complete.stream()
        .map(round -> entries.stream().mapToDouble(entry -> side.apply(entry).get(round)).toArray())
        .toArray(double[][]::new);
  }
}
