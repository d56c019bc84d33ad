package assay.report.procurement;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.Interval;
import assay.report.chart.BarGroup;
import assay.report.chart.BarRow;
import assay.report.chart.RatioForest;
import assay.report.document.Block;
import assay.report.document.Block.Details;
import assay.report.document.Block.KeyFigures;
import assay.report.document.Block.KeyFigures.Card;
import assay.report.document.Block.Paragraph;
import assay.report.document.Figure;
import assay.report.document.Level;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Row;
import assay.report.page.Page;
import assay.report.procurement.Result.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The decision summary: which system is ahead in what, by how much, and what is unknown. */
final class DecisionSection {
  private final DossierPage at;
  private final List<Decision> decisions = new ArrayList<>();

  private DecisionSection(DossierPage at) {
    this.at = at;
    at.comparison()
        .tasks()
        .forEach((task, results) -> {
          if (!task.ceiling()) {
            decisions.add(Decision.of(task, results));
          }
        });
  }

  static Section of(DossierPage at) {
    DecisionSection section = new DecisionSection(at);
    List<Block> blocks = new ArrayList<>(ComparabilityBanner.of(at));
    blocks.add(section.cards());
    section.means(blocks);
    section.decided(blocks);
    return new Section("decision", at.text("decision"), blocks, List.of(NotMeasured.of(at)));
  }

  private KeyFigures cards() {
    List<Card> cards = new ArrayList<>();
    for (SystemUnderTest system : at.systems()) {
      long ahead = decisions.stream().filter(d -> isAhead(d, system)).count();
      cards.add(
          new Card(
              at.text("decision.ahead-in", system.label()),
              at.format().count(ahead),
              "",
              at.text("decision.of-tasks", at.format().count(comparable())),
              Level.NEUTRAL));
    }
    card(cards, Decision.Shown.TIED, "verdict.NO_DIFFERENCE_SHOWN");
    card(cards, Decision.Shown.NO_INTERVAL, "verdict.NO_INTERVAL");
    return new KeyFigures(cards);
  }

  private void card(List<Card> cards, Decision.Shown shown, String title) {
    long count = decisions.stream().filter(d -> d.comparable() && d.shown() == shown).count();
    cards.add(
        new Card(
            at.text(title),
            at.format().count(count),
            "",
            at.text("decision.of-tasks", at.format().count(comparable())),
            Level.NEUTRAL));
  }

  private long comparable() {
    return decisions.stream().filter(Decision::comparable).count();
  }

  private static boolean isAhead(Decision decision, SystemUnderTest system) {
    return decision.comparable()
        && decision.shown() == Decision.Shown.AHEAD
        && decision.ranked().getFirst().system().equals(system);
  }

  private void means(List<Block> blocks) {
    Scores scores = at.scores();
    if (!scores.any()) {
      blocks.add(new Paragraph(at.text("decision.no-mean")));
      return;
    }
    int reference = at.comparison().index(at.reference());
    List<String> parts = new ArrayList<>();
    for (SystemUnderTest system : at.systems()) {
      int index = at.comparison().index(system);
      if (index != reference) {
        Interval interval = scores.all().interval(index, reference);
        parts.add(
            at.text(
                "decision.mean",
                system.letter(),
                at.format().ratio(scores.all().ratio(index, reference)),
                at.format().ratios(interval.low(), interval.high())));
      }
    }
    blocks.add(
        new Paragraph(
            at.plural(
                "decision.means",
                scores.counted().size(),
                at.reference().letter(),
                String.join("; ", parts))));
    blocks.add(forest(reference));
  }

  private Figure forest(int reference) {
    List<BarGroup> groups = new ArrayList<>();
    groups.add(group(at.text("decision.all"), at.scores().all(), reference));
    if (at.scores().families().size() > 1) {
      for (Map.Entry<String, Scores.Mean> family : at.scores().families().entrySet()) {
        groups.add(group(family.getKey(), family.getValue(), reference));
      }
    }
    RatioForest chart =
        new RatioForest(
            at.text("decision.forest.axis", at.reference().letter()),
            new RatioForest.Sides(at.text("slower"), at.text("faster")),
            groups,
            at.style());
    return new Figure(
        "means",
        chart,
        headline(reference),
        at.text("decision.forest.alternative", at.reference().label()),
        at.text("decision.forest.caption"),
        meansTable(reference));
  }

  private BarGroup group(String name, Scores.Mean mean, int reference) {
    List<BarRow> rows = new ArrayList<>();
    for (SystemUnderTest system : at.systems()) {
      int index = at.comparison().index(system);
      if (index != reference) {
        Interval interval = mean.interval(index, reference);
        rows.add(
            new BarRow(
                system.label(),
                system.label(),
                Page.estimate(mean.ratio(index, reference), interval.low(), interval.high())));
      }
    }
    return new BarGroup(name + " (" + at.plural("tasks", mean.tasks()) + ")", rows);
  }

  private String headline(int reference) {
    int best = reference;
    for (int i = 0; i < at.systems().size(); i++) {
      if (at.scores().all().ratio(i, reference) > at.scores().all().ratio(best, reference)) {
        best = i;
      }
    }
    if (best == reference) {
      return at.text("decision.forest.title.reference", at.reference().letter());
    }
    Interval interval = at.scores().all().interval(best, reference);
    double ratio = at.scores().all().ratio(best, reference);
    String letter = at.systems().get(best).letter();
    return interval.low() > 1
        ? at.text(
            "decision.forest.title", letter, at.format().ratio(ratio), at.reference().letter())
        : at.text("decision.forest.title.none", letter, at.reference().letter());
  }

  private Table meansTable(int reference) {
    List<Row> rows = new ArrayList<>();
    meanRow(rows, at.text("decision.all"), at.scores().all(), reference);
    at.scores().families().forEach((name, mean) -> meanRow(rows, name, mean, reference));
    List<Column> columns = new ArrayList<>();
    columns.add(at.heading(Table.Type.TEXT, "family"));
    columns.add(at.heading(Table.Type.NUMBER, "tasks.column"));
    for (SystemUnderTest system : at.systems()) {
      if (!system.equals(at.reference())) {
        columns.add(new Column(Table.Type.NUMBER, system.label()));
      }
    }
    return new Table(
        "means-data",
        at.text("decision.means.caption", at.reference().label()),
        columns,
        rows,
        at.scores().leftOut() == 0
            ? List.of()
            : List.of(at.plural("decision.means.left", at.scores().leftOut())));
  }

  private void meanRow(List<Row> rows, String name, Scores.Mean mean, int reference) {
    List<Cell> cells = new ArrayList<>();
    cells.add(at.words(name));
    cells.add(new Cell.Figure(at.format().count(mean.tasks()), mean.tasks()));
    for (SystemUnderTest system : at.systems()) {
      int index = at.comparison().index(system);
      if (index != reference) {
        cells.add(
            at.ratio(
                mean.ratio(index, reference), new Available<>(mean.interval(index, reference))));
      }
    }
    rows.add(new Row(cells));
  }

  private void decided(List<Block> blocks) {
    List<Row> rows = new ArrayList<>();
    decisions.stream().filter(Decision::comparable).forEach(d -> rows.add(row(d)));
    blocks.add(
        new Table(
            "ahead",
            at.text("decision.table"),
            List.of(
                at.column(Table.Type.TEXT, "workload"),
                at.column(Table.Type.TEXT, "precision"),
                at.column(Table.Type.STATUS, "verdict"),
                at.heading(Table.Type.TEXT, "decision.fastest"),
                at.explained(Table.Type.NUMBER, "decision.lead"),
                at.heading(Table.Type.TEXT, "decision.next")),
            rows,
            List.of(at.text("decision.chance"), at.text("decision.fastest-target"))));
    blocks.add(new Details(at.text("decision.times.summary"), List.of(times())));
  }

  private Row row(Decision decision) {
    Measured first = decision.ranked().getFirst();
    Decision.Lead lead = decision.leads().getFirst();
    return Row.of(
        at.words(decision.task().workload()),
        at.words(decision.task().precision()),
        verdict(decision),
        at.words(first.system().letter() + " · " + first.target()),
        at.ratio(lead.ratio(), lead.estimate()),
        at.words(lead.over().system().letter() + " · " + lead.over().target()));
  }

  private Cell verdict(Decision decision) {
    return switch (decision.shown()) {
      case AHEAD ->
          at.chip(
              Level.GOOD,
              at.text("decision.verdict.ahead", decision.ranked().getFirst().system().letter()));
      case TIED ->
          new Cell.Chip(
              Level.NEUTRAL,
              at.text("verdict.NO_DIFFERENCE_SHOWN"),
              at.text("decision.verdict.tied", at.letters(decision.tied())));
      case NO_INTERVAL -> new Cell.Chip(Level.WARN, at.text("no.interval"), why(decision));
    };
  }

  private static String why(Decision decision) {
    return decision.leads().stream()
        .map(Decision.Lead::estimate)
        .filter(Unavailable.class::isInstance)
        .map(estimate -> ((Unavailable<Interval>) estimate).reason())
        .findFirst()
        .orElse("");
  }

  private Table times() {
    List<Column> columns = new ArrayList<>();
    columns.add(at.column(Table.Type.TEXT, "workload"));
    at.systems().forEach(system -> columns.add(new Column(Table.Type.NUMBER, system.label())));
    List<Row> rows = new ArrayList<>();
    at.comparison()
        .tasks()
        .forEach((task, results) -> {
          List<Cell> cells = new ArrayList<>();
          cells.add(at.words(task.toString()));
          results.forEach(result -> cells.add(time(result)));
          if (!task.ceiling()) {
            rows.add(new Row(cells));
          }
        });
    return new Table(
        "times", at.text("decision.times"), columns, rows, List.of(at.text("farther-end")));
  }

  private Cell time(Result result) {
    return switch (result) {
      case Measured measured -> at.compact(measured.time(), measured.target());
      case Result.Absent absent -> at.missing(NotMeasured.reason(at, absent));
    };
  }
}
