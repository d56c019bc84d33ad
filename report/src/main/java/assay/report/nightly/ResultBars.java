package assay.report.nightly;

import assay.core.result.Cell;
import assay.core.result.CellId;
import assay.core.result.Metric;
import assay.report.chart.BarGroup;
import assay.report.chart.BarRow;
import assay.report.chart.IntervalBars;
import assay.report.chart.Quantity;
import assay.report.document.Block;
import assay.report.document.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Bars of the measured cells: rate where there is one, else time. */
final class ResultBars {
  private static final int ROWS = 36;

  private final Page page;

  ResultBars(Page page) {
    this.page = page;
  }

  private record Bar(CellId id, Metric metric, boolean rate) {}

  /** A figure for each unit, in portions that fit a page; none where nothing was measured. */
  List<Block> of(String anchor, String family, List<Cell> cells) {
    Map<String, List<Bar>> byUnit = new LinkedHashMap<>();
    for (Cell cell : cells) {
      Metric rate = ResultsSection.metric(cell, "throughput");
      Metric shown = rate == null ? ResultsSection.metric(cell, "time") : rate;
      // A value below zero cannot occur and one of zero makes no bar.
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
          .add(new BarRow(bar.id().target(), Page.lane(bar.id()), Page.estimate(bar.metric())));
    }
    List<BarGroup> groups = new ArrayList<>();
    rows.forEach((workload, own) -> groups.add(new BarGroup(workload, own)));
    String name = page.say(bars.getFirst().rate() ? "axis.rate" : "axis.time");
    int number = 0;
    for (List<BarGroup> portion : BarGroup.portions(groups, ROWS)) {
      number++;
      IntervalBars chart = new IntervalBars(new Quantity(name, unit), portion, page.style());
      figures.add(
          new Figure(
              anchor + "-bars-" + Page.anchor(unit) + "-" + number,
              chart,
              title(family, name, bars),
              page.say("results.bars.alt", name, unit, family),
              caption(bars),
              null));
    }
  }

  private String caption(List<Bar> bars) {
    long hollow = bars.stream().filter(bar -> bar.metric().ciLow() == null).count();
    if (hollow == bars.size()) {
      return page.say("bars.hollow");
    }
    return page.say("bars.caption") + (hollow > 0 ? " " + page.say("bars.hollow") : "");
  }

  /** What one should see: which target is ahead, and how often. */
  private String title(String family, String name, List<Bar> bars) {
    Map<String, Bar> best = new LinkedHashMap<>();
    boolean contest = false;
    for (Bar bar : bars) {
      Bar before = best.get(bar.id().workload());
      contest |= before != null && !before.id().target().equals(bar.id().target());
      if (before == null || better(bar, before)) {
        best.put(bar.id().workload(), bar);
      }
    }
    if (!contest) {
      return page.say("results.bars.plain", name, family);
    }
    Map<String, Integer> wins = new TreeMap<>();
    best.values().forEach(bar -> wins.merge(bar.id().target(), 1, Integer::sum));
    String leader = "";
    int most = 0;
    for (var entry : wins.entrySet()) {
      if (entry.getValue() > most) {
        most = entry.getValue();
        leader = entry.getKey();
      }
    }
    return page.say(
        "results.bars",
        family,
        leader,
        page.format().count(most),
        page.format().count(best.size()));
  }

  private static boolean better(Bar a, Bar b) {
    double difference = a.metric().median() - b.metric().median();
    return a.rate() ? difference > 0 : difference < 0;
  }
}
