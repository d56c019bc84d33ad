package assay.report.procurement;

import assay.report.document.Block;
import assay.report.document.Block.Paragraph;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Row;
import assay.report.money.Offer;
import assay.report.money.Variation;
import assay.report.procurement.MoneyCase.Priced;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How often the ranking holds when forks are resampled, workload weights change, and prices move
 * within their ranges. The shares are stated, not judged.
 */
final class RobustnessSection {
  private final DossierPage at;
  private final Weights weights;
  private final long seed;
  private final List<Row> orders = new ArrayList<>();
  private final List<Row> firsts = new ArrayList<>();

  private RobustnessSection(DossierPage at, Weights weights, long seed) {
    this.at = at;
    this.weights = weights;
    this.seed = seed;
  }

  static Section of(DossierPage at, @Nullable MoneyCase money, Weights weights, long seed) {
    RobustnessSection section = new RobustnessSection(at, weights, seed);
    String title = at.text("robustness");
    if (!at.scores().any()) {
      return new Section("robustness", title, List.of(new Paragraph(at.text("decision.no-mean"))));
    }
    section.speeds();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            at.text(
                "robustness.intro",
                at.format().count(BootstrapResamples.COUNT),
                Long.toString(seed),
                at.plural("tasks", at.scores().counted().size()))));
    blocks.add(new Paragraph(section.weighting()));
    if (money == null || money.offers().size() < 2) {
      blocks.add(new Paragraph(at.text("robustness.no-money")));
    } else {
      section.costs(money);
    }
    blocks.add(section.orders());
    blocks.add(section.firsts());
    return new Section("robustness", title, blocks);
  }

  private String weighting() {
    if (weights.file().isEmpty()) {
      return at.text("robustness.equal-weights");
    }
    String rules =
        weights.rules().stream()
            .map(rule -> rule.workloads() + " × " + at.format().number(rule.weight()))
            .collect(Collectors.joining("; "));
    return at.text(
        "robustness.weights", weights.file(), rules, at.format().number(weights.other()));
  }

  private void speeds() {
    int n = at.systems().size();
    add(
        "robustness.by-speed",
        "robustness.forks",
        at.systems(),
        times(n, at.scores().all()),
        r -> times(n, at.scores().all(), r));
    add(
        "robustness.by-speed",
        "robustness.forks-weights",
        at.systems(),
        times(n, at.scores().all()),
        r -> times(n, at.scores().drawnWeights(), r));
  }

  /** Times relative to the first system's. */
  private static double[] times(int systems, Scores.Mean mean) {
    double[] times = new double[systems];
    for (int s = 0; s < systems; s++) {
      times[s] = 1 / mean.ratio(s, 0);
    }
    return times;
  }

  private static double[] times(int systems, Scores.Mean mean, int draw) {
    double[] times = new double[systems];
    for (int s = 0; s < systems; s++) {
      times[s] = 1 / mean.ratio(s, 0, draw);
    }
    return times;
  }

  private void costs(MoneyCase money) {
    List<Priced> priced = money.priced();
    List<SystemUnderTest> systems = priced.stream().map(Priced::system).toList();
    List<Offer> offers = money.offers();
    double[] nominal = costs(offers);
    Variation variation = new Variation(money.prices().spreads());
    add(
        "robustness.by-cost",
        "robustness.forks",
        systems,
        nominal,
        r -> costs(drawn(offers, priced, at.scores().mix(), r)));
    SplittableRandom prices = new SplittableRandom(seed);
    add(
        "robustness.by-cost",
        "robustness.prices",
        systems,
        nominal,
        r -> costs(variation.draw(offers, prices)));
    SplittableRandom both = new SplittableRandom(seed + 1);
    add(
        "robustness.by-cost",
        "robustness.all",
        systems,
        nominal,
        r -> costs(variation.draw(drawn(offers, priced, at.scores().drawnMix(), r), both)));
  }

  private static List<Offer> drawn(List<Offer> offers, List<Priced> priced, Mix mix, int draw) {
    List<Offer> drawn = new ArrayList<>();
    for (int i = 0; i < offers.size(); i++) {
      drawn.add(MoneyCase.drawn(priced.get(i), offers.get(i), mix, draw));
    }
    return drawn;
  }

  private static double[] costs(List<Offer> offers) {
    return offers.stream().mapToDouble(Offer::perReferenceHour).toArray();
  }

  private void add(
      String by,
      String varied,
      List<SystemUnderTest> systems,
      double[] nominal,
      IntFunction<double[]> draw) {
    Ranking ranking = Ranking.of(nominal, BootstrapResamples.COUNT, draw);
    orders.add(
        Row.of(
            at.words(at.text(by)),
            at.words(at.text(varied)),
            at.words(
                ranking.order().stream()
                    .map(index -> systems.get(index).letter())
                    .collect(Collectors.joining(", "))),
            share(ranking.holds()),
            share(ranking.firstHolds())));
    List<Cell> first = new ArrayList<>();
    first.add(at.words(at.text(by)));
    first.add(at.words(at.text(varied)));
    for (SystemUnderTest system : at.systems()) {
      int index = systems.indexOf(system);
      first.add(
          index < 0
              ? at.missing(at.text("robustness.no-price", system.letter()))
              : share(ranking.first().get(index)));
    }
    firsts.add(new Row(first));
  }

  private Cell share(double share) {
    return new Cell.Figure(at.format().fixed(100 * share, 1) + "\u00a0%", share);
  }

  private Table orders() {
    return new Table(
        "ranking",
        at.text("robustness.table"),
        List.of(
            at.heading(Table.Type.TEXT, "robustness.ranked-by"),
            at.heading(Table.Type.TEXT, "robustness.varied"),
            at.explained(Table.Type.TEXT, "robustness.order"),
            at.explained(Table.Type.NUMBER, "robustness.holds"),
            at.explained(Table.Type.NUMBER, "robustness.first-holds")),
        orders);
  }

  private Table firsts() {
    List<Column> columns = new ArrayList<>();
    columns.add(at.heading(Table.Type.TEXT, "robustness.ranked-by"));
    columns.add(at.heading(Table.Type.TEXT, "robustness.varied"));
    at.systems().forEach(system -> columns.add(new Column(Table.Type.NUMBER, system.letter())));
    return new Table(
        "first",
        at.text("robustness.first"),
        columns,
        firsts,
        List.of(at.text("robustness.error"), at.text("robustness.not")));
  }
}
