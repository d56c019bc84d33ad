package assay.report.run;

import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.report.chart.BarGroup;
import assay.report.chart.BarRow;
import assay.report.chart.IntervalBars;
import assay.report.chart.Quantity;
import assay.report.document.Block;
import assay.report.document.Figure;
import assay.report.page.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Bars of the measured cells: throughput if there is one, else time. */
final class ResultBars {
  private static final int ROWS = 36;

  private final RunPage page;

  ResultBars(RunPage page) {
    this.page = page;
  }

  private record Bar(CellId id, Metric metric, boolean rate) {}

  /** A figure for each unit, in portions that fit a page; none if nothing was measured. */
  List<Block> of(String anchor, String family, List<Cell> cells) {
    Map<String, List<Bar>> byUnit = new LinkedHashMap<>();
    for (Cell cell : cells) {
      Metric rate = ResultsSection.metric(cell, MetricKey.THROUGHPUT);
      Metric shown = rate == null ? ResultsSection.metric(cell, MetricKey.TIME) : rate;
      // Values below zero do not occur, and zero makes no bar.
      if (shown != null && shown.median() > 0) {
        byUnit
            .computeIfAbsent(shown.unit(), _ -> new ArrayList<>())
            .add(new Bar(cell.id(), shown, rate != null));
      }
    }
    List<Block> figures = new ArrayList<>();
    byUnit.forEach((unit, bars) -> figures(anchor, family, unit, bars, figures));
    return figures;
  }

  private void figures(
      String anchor, String family, String unit, List<Bar> bars, List<Block> figures) {
    Map<String, List<BarRow>> rows = new LinkedHashMap<>();
    for (Bar bar : bars) {
      rows.computeIfAbsent(bar.id().workload(), _ -> new ArrayList<>())
          .add(new BarRow(bar.id().target(), RunPage.lane(bar.id()), Page.estimate(bar.metric())));
    }
    List<BarGroup> groups = new ArrayList<>();
    rows.forEach((workload, own) -> groups.add(new BarGroup(workload, own)));
    String name = page.text(bars.getFirst().rate() ? "axis.rate" : "axis.time");
    int number = 0;
    for (List<BarGroup> portion : BarGroup.portions(groups, ROWS)) {
      number++;
      IntervalBars chart = new IntervalBars(new Quantity(name, unit), portion, page.style());
      figures.add(
          new Figure(
              anchor + "-bars-" + Page.anchor(unit) + "-" + number,
              chart,
              title(family, name, bars),
              page.text("results.bars.alt", name, unit, family),
              caption(bars),
              null));
    }
  }

  private String caption(List<Bar> bars) {
    long hollow = bars.stream().filter(bar -> bar.metric().ciLow() == null).count();
    if (hollow == bars.size()) {
      return page.text("bars.hollow");
    }
    return page.text("bars.caption") + (hollow > 0 ? " " + page.text("bars.hollow") : "");
  }

  /** The title: which target leads without overlapping intervals, and how often. */
  private String title(String family, String name, List<Bar> bars) {
    Map<String, List<Bar>> workloads = new LinkedHashMap<>();
    for (Bar bar : bars) {
      workloads.computeIfAbsent(bar.id().workload(), _ -> new ArrayList<>()).add(bar);
    }
    List<List<Bar>> contests = workloads.values().stream().filter(ResultBars::contest).toList();
    if (contests.isEmpty()) {
      return page.text("results.bars.plain", name, family);
    }
    Map<String, Integer> wins = new TreeMap<>();
    for (List<Bar> contest : contests) {
      Bar best = contest.stream().reduce((a, b) -> better(b, a) ? b : a).orElseThrow();
      if (contest.stream().filter(bar -> rival(best, bar)).allMatch(bar -> apart(best, bar))) {
        wins.merge(best.id().target(), 1, Integer::sum);
      }
    }
    String count = page.format().count(contests.size());
    return wins.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(max ->
            page.text(
                "results.bars", family, max.getKey(), page.format().count(max.getValue()), count))
        .orElseGet(() -> page.text("results.bars.none", family, count));
  }

  /** Whether more than one target computed it. */
  private static boolean contest(List<Bar> workload) {
    return workload.stream().map(bar -> bar.id().target()).distinct().count() > 1;
  }

  private static boolean rival(Bar best, Bar other) {
    return !best.id().target().equals(other.id().target());
  }

  /** Whether both have intervals that do not overlap. */
  private static boolean apart(Bar a, Bar b) {
    Double aLow = a.metric().ciLow();
    Double aHigh = a.metric().ciHigh();
    Double bLow = b.metric().ciLow();
    Double bHigh = b.metric().ciHigh();
    return aLow != null
        && aHigh != null
        && bLow != null
        && bHigh != null
        && (aLow > bHigh || bLow > aHigh);
  }

  private static boolean better(Bar a, Bar b) {
    double difference = a.metric().median() - b.metric().median();
    return a.rate() ? difference > 0 : difference < 0;
  }
}
