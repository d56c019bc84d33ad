package assay.report.procurement;

import assay.report.chart.CostCurve;
import assay.report.chart.Curve;
import assay.report.chart.Quantity;
import assay.report.chart.Tornado;
import assay.report.document.Block;
import assay.report.document.Block.Paragraph;
import assay.report.document.Figure;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Row;
import assay.report.money.Input;
import assay.report.money.Inputs;
import assay.report.money.Offer;
import assay.report.money.Power;
import assay.report.money.Sensitivity;
import assay.report.page.Page;
import assay.report.procurement.MoneyCase.Priced;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Sensitivity of the cost of work to the inputs: a tornado chart per system, and cost over
 * utilization.
 */
final class Sensitivities {
  private static final int MIN_PERCENT = 5;

  private final DossierPage at;
  private final MoneyCase money;

  Sensitivities(DossierPage at, MoneyCase money) {
    this.at = at;
    this.money = money;
  }

  Section section() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(at.text("sensitivity.intro")));
    blocks.add(ranges());
    for (Priced each : money.priced()) {
      tornado(each, blocks);
    }
    blocks.add(curve());
    return new Section("sensitivity", at.text("sensitivity"), blocks);
  }

  private Table ranges() {
    List<Row> rows = new ArrayList<>();
    money
        .prices()
        .spreads()
        .forEach((input, spread) -> {
          if (money.priced().stream().anyMatch(each -> each.inputs().get(input) != null)) {
            rows.add(
                Row.of(
                    at.words(at.text("money." + input.key())),
                    new Cell.Figure(MoneyWords.spread(at, input, spread), spread)));
          }
        });
    return new Table(
        "ranges",
        at.text("sensitivity.ranges"),
        List.of(
            at.heading(Table.Type.TEXT, "money.input"),
            at.heading(Table.Type.NUMBER, "sensitivity.range")),
        rows);
  }

  private void tornado(Priced each, List<Block> blocks) {
    Offer offer = each.offer(money.energy());
    if (offer == null) {
      return;
    }
    List<Sensitivity> all = Sensitivity.of(offer, money.prices().spreads());
    if (all.isEmpty()) {
      return;
    }
    List<assay.report.chart.Sensitivity> effects = new ArrayList<>();
    power(each, offer, effects);
    for (Sensitivity one : all) {
      effects.add(
          new assay.report.chart.Sensitivity(
              at.text("money." + one.input().key()),
              MoneyWords.input(at, money, one.input(), one.low()),
              MoneyWords.input(at, money, one.input(), one.high()),
              one.costAtLow(),
              one.costAtHigh()));
    }
    effects.sort(
        Comparator.comparingDouble(
                (assay.report.chart.Sensitivity e) -> Math.abs(e.atHigh() - e.atLow()))
            .reversed());
    blocks.add(
        new Figure(
            "tornado-" + Page.anchor(each.system().letter()),
            new Tornado(
                new Quantity(at.text("cost.axis"), money.prices().currency()),
                offer.perReferenceHour(),
                effects,
                new Tornado.Words(
                    at.text("sensitivity.low"),
                    at.text("sensitivity.high"),
                    at.text("sensitivity.base")),
                at.style()),
            at.text("sensitivity.title", each.system().label(), effects.getFirst().label()),
            at.text("sensitivity.alternative"),
            null,
            null));
  }

  /** The measured power is no better known than its sensors: their whole uncertainty, both ways. */
  private void power(Priced each, Offer offer, List<assay.report.chart.Sensitivity> effects) {
    Power power = offer.power();
    if (power == null) {
      return;
    }
    double share = each.power().uncertaintyPercent() / 100;
    double low = power.loadWatts() * Math.max(0, 1 - share);
    double high = power.loadWatts() * (1 + share);
    effects.add(
        new assay.report.chart.Sensitivity(
            at.text("money.load-watts"),
            at.format().value(low, "W"),
            at.format().value(high, "W"),
            offer.at(offer.speed(), low).perReferenceHour(),
            offer.at(offer.speed(), high).perReferenceHour()));
  }

  /** Cost over utilization, and where another system becomes the cheapest. */
  private Figure curve() {
    int points = 100 - MIN_PERCENT + 1;
    double[] x = new double[points];
    List<double[]> costs = new ArrayList<>();
    List<Offer> offers = money.offers();
    for (Offer offer : offers) {
      double[] y = new double[points];
      for (int i = 0; i < points; i++) {
        x[i] = MIN_PERCENT + i;
        y[i] = Math.max(0, at(offer, x[i]).perReferenceHour());
      }
      costs.add(y);
    }
    List<Curve> curves = new ArrayList<>();
    for (int s = 0; s < offers.size(); s++) {
      String label = money.priced().get(s).system().label();
      curves.add(new Curve(label, label, x, costs.get(s), null));
    }
    return new Figure(
        "utilization",
        new CostCurve(
            new Quantity(at.text("money.utilizationPercent"), "%"),
            new Quantity(at.text("cost.axis"), money.prices().currency()),
            curves,
            changes(x, costs),
            at.style()),
        at.text("sensitivity.curve.title"),
        at.text("sensitivity.curve.alternative"),
        at.text("sensitivity.curve.caption"),
        null);
  }

  private static Offer at(Offer offer, double utilization) {
    Map<Input, Double> values = new EnumMap<>(offer.inputs().values());
    values.put(Input.UTILIZATION, utilization);
    Inputs stated = offer.inputs();
    Inputs inputs =
        new Inputs(stated.system(), stated.priceDate(), values, stated.unmeteredSource());
    return new Offer(inputs, offer.power(), offer.speed());
  }

  private List<CostCurve.BreakEven> changes(double[] x, List<double[]> costs) {
    List<CostCurve.BreakEven> changes = new ArrayList<>();
    int before = cheapest(costs, 0);
    for (int i = 1; i < x.length; i++) {
      int now = cheapest(costs, i);
      if (now != before) {
        String letter = money.priced().get(now).system().letter();
        changes.add(
            new CostCurve.BreakEven(
                x[i], at.text("sensitivity.curve.change", letter, at.format().percent(x[i]))));
      }
      before = now;
    }
    return changes;
  }

  private static int cheapest(List<double[]> costs, int point) {
    int best = 0;
    for (int s = 1; s < costs.size(); s++) {
      if (costs.get(s)[point] < costs.get(best)[point]) {
        best = s;
      }
    }
    return best;
  }
}
