package assay.report.procurement;

import assay.core.availability.Availability.Available;
import assay.core.program.Work;
import assay.core.stats.Interval;
import assay.report.chart.BarGroup;
import assay.report.chart.BarRow;
import assay.report.chart.Estimate;
import assay.report.chart.IntervalBars;
import assay.report.chart.Quantity;
import assay.report.document.Block;
import assay.report.document.Block.Banner;
import assay.report.document.Block.Paragraph;
import assay.report.document.Figure;
import assay.report.document.Level;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Row;
import assay.report.money.Offer;
import assay.report.money.Ownership;
import assay.report.money.Power;
import assay.report.procurement.MoneyCase.Priced;
import assay.report.procurement.Result.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Cost of work on each system, and break-even prices. */
final class CostOfWork {
  private static final double FLOP = 1e18;
  private static final double SAMPLES = 1e6;

  private final DossierPage at;
  private final MoneyCase money;
  private final Map<Priced, Estimate> costs;

  CostOfWork(DossierPage at, MoneyCase money) {
    this.at = at;
    this.money = money;
    costs = costs(money);
  }

  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    if (money.offers().isEmpty()) {
      blocks.add(new Paragraph(at.text("decision.no-mean")));
    } else {
      blocks.add(new Paragraph(at.text("cost.intro", at.reference().label())));
      bars(blocks);
      blocks.add(breakEven());
    }
    blocks.add(perTask());
    sections.add(new Section("cost-of-work", at.text("cost"), blocks));
    if (!money.offers().isEmpty()) {
      sections.add(new Sensitivities(at, money).section());
    }
    return sections;
  }

  /** Costs of the reference's hour, with the intervals over the draws of the forks. */
  private static Map<Priced, Estimate> costs(MoneyCase money) {
    Map<Priced, Estimate> costs = new LinkedHashMap<>();
    for (Priced each : money.priced()) {
      Offer offer = each.offer(money.energy());
      Mix mix = each.mix();
      if (offer != null && mix != null) {
        costs.put(each, cost(each, offer, mix));
      }
    }
    return costs;
  }

  private static Estimate cost(Priced each, Offer offer, Mix mix) {
    double cost = offer.perReferenceHour();
    IntFunction<Offer> offers = offers(each, offer, mix);
    Interval interval =
        BootstrapResamples.percentiles(draws(r -> offers.apply(r).perReferenceHour()), cost);
    return Estimate.of(cost, interval.low(), interval.high());
  }

  private static double[] draws(IntToDoubleFunction draw) {
    return IntStream.range(0, BootstrapResamples.COUNT).mapToDouble(draw).toArray();
  }

  private Estimate cost(Priced each) {
    Estimate cost = costs.get(each);
    if (cost == null) {
      throw new IllegalStateException("no cost of " + each.system().label());
    }
    return cost;
  }

  private void bars(List<Block> blocks) {
    List<BarRow> rows = new ArrayList<>();
    money.priced().stream()
        .sorted(Comparator.comparingDouble(each -> cost(each).value()))
        .forEach(
            each -> rows.add(new BarRow(each.system().label(), each.system().label(), cost(each))));
    if (rows.stream().anyMatch(row -> min(row) < 0)) {
      blocks.add(new Banner(Level.WARN, at.text("cost.negative")));
      return;
    }
    IntervalBars chart =
        new IntervalBars(
            new Quantity(at.text("cost.axis"), money.prices().currency()),
            List.of(new BarGroup("", rows)),
            at.style());
    blocks.add(
        new Figure(
            "cost",
            chart,
            title(rows),
            at.text("cost.alternative"),
            at.text("cost.caption"),
            null));
  }

  private static double min(BarRow row) {
    assay.report.chart.Interval interval = row.estimate().interval();
    return interval == null ? row.estimate().value() : interval.low();
  }

  /** Names the cheapest system if its interval lies below all others. */
  private String title(List<BarRow> rows) {
    assay.report.chart.Interval cheapest = rows.getFirst().estimate().interval();
    boolean shown =
        cheapest != null && rows.stream().skip(1).allMatch(row -> min(row) > cheapest.high());
    return at.text(shown ? "cost.title" : "cost.title.none", rows.getFirst().label());
  }

  private Table breakEven() {
    Priced reference = money.of(at.reference());
    List<Row> rows = new ArrayList<>();
    for (Priced each : money.priced()) {
      Estimate cost = cost(each);
      rows.add(
          Row.of(
              at.words(each.system().label()),
              speed(each),
              new Cell.Figure(MoneyWords.small(at, money, cost.value()), cost.value(), range(cost)),
              new Cell.Figure(MoneyWords.amount(at, money, capex(each)), capex(each)),
              breakEven(each, reference)));
    }
    return new Table(
        "break-even",
        at.text("cost.table", at.reference().label()),
        List.of(
            at.heading(Table.Type.TEXT, "system"),
            at.explained(Table.Type.NUMBER, "cost.speed"),
            at.explained(Table.Type.NUMBER, "cost.hour"),
            at.heading(Table.Type.NUMBER, "money.capex"),
            at.explained(Table.Type.NUMBER, "cost.break-even")),
        rows);
  }

  private Cell speed(Priced each) {
    Mix mix = each.mix();
    if (mix == null) {
      return at.missing(at.text("decision.no-mean"));
    }
    return each.system().equals(at.reference())
        ? new Cell.Figure(at.format().ratio(1), 1)
        : at.ratio(mix.speed(each.index()), new Available<>(mix.speedInterval(each.index())));
  }

  private double capex(Priced each) {
    return Ownership.of(each.inputs(), null).capex();
  }

  private @Nullable String range(Estimate cost) {
    assay.report.chart.Interval interval = cost.interval();
    return interval == null || interval.low() == interval.high()
        ? null
        : MoneyWords.small(at, money, interval.low())
            + " … "
            + MoneyWords.small(at, money, interval.high());
  }

  private Cell breakEven(Priced each, @Nullable Priced reference) {
    if (reference == null) {
      return at.missing(at.text("cost.no-reference", at.reference().label()));
    }
    if (each.system().equals(reference.system())) {
      return at.words(at.text("cost.is-reference"));
    }
    Offer own = each.offer(money.energy());
    Offer other = reference.offer(money.energy());
    Mix mix = each.mix();
    if (own == null || other == null || mix == null) {
      return at.missing(at.text("decision.no-mean"));
    }
    double price = own.breakEvenPrice(other);
    return price < 0
        ? at.words(at.text("cost.never"))
        : breakEven(price, offers(each, own, mix), offers(reference, other, mix));
  }

  private static IntFunction<Offer> offers(Priced each, Offer nominal, Mix mix) {
    return draw -> MoneyCase.drawn(each, nominal, mix, draw);
  }

  private Cell breakEven(double price, IntFunction<Offer> own, IntFunction<Offer> other) {
    Interval interval =
        BootstrapResamples.percentiles(
            draws(r -> own.apply(r).breakEvenPrice(other.apply(r))), price);
    return new Cell.Figure(
        MoneyWords.amount(at, money, price),
        price,
        MoneyWords.amount(at, money, interval.low())
            + " … "
            + MoneyWords.amount(at, money, interval.high()));
  }

  private Table perTask() {
    List<Column> columns = new ArrayList<>();
    columns.add(at.column(Table.Type.TEXT, "workload"));
    columns.add(at.heading(Table.Type.TEXT, "cost.unit"));
    money
        .priced()
        .forEach(each -> columns.add(new Column(Table.Type.NUMBER, each.system().label())));
    List<Row> rows = new ArrayList<>();
    at.comparison()
        .tasks()
        .forEach((task, results) -> {
          if (!task.ceiling()) {
            row(task, results, rows);
          }
        });
    return new Table(
        "cost-per-task",
        at.text("cost.per-task"),
        columns,
        rows,
        List.of(at.text("cost.per-task.note")));
  }

  private void row(Task task, List<Result> results, List<Row> rows) {
    boolean samples = task.family().equals("infer") || task.family().equals("train");
    List<Cell> cells = new ArrayList<>();
    cells.add(at.words(task.toString()));
    cells.add(at.words(at.text(samples ? "cost.samples" : "cost.flop")));
    for (Priced each : money.priced()) {
      Result result = results.get(at.comparison().index(each.system()));
      cells.add(cost(each, result, samples));
    }
    rows.add(new Row(cells));
  }

  private Cell cost(Priced each, Result result, boolean samples) {
    if (!(result instanceof Measured measured)) {
      return at.missing(
          result instanceof Result.Absent absent
              ? NotMeasured.reason(at, absent)
              : at.text("missing.unsaid"));
    }
    Work work = measured.cell().work();
    Long amount = work == null ? null : samples ? work.samples() : work.flops();
    if (amount == null || amount == 0) {
      return at.missing(at.text("cost.no-work"));
    }
    Power own = null;
    if (money.energy()) {
      TaskEnergy energy = TaskEnergy.of(measured);
      Power load = each.power().power();
      if (energy == null || load == null || (load.whole() && !energy.whole())) {
        return at.missing(at.text("cost.not-metered"));
      }
      own = load.underLoad(energy.watts(load.whole()));
    }
    Ownership ownership = Ownership.of(each.inputs(), own);
    double cost = ownership.perWork(samples ? SAMPLES : FLOP, amount / measured.seconds());
    return new Cell.Figure(MoneyWords.small(at, money, cost), cost);
  }
}
