package assay.report.procurement;

import assay.core.availability.Availability.Available;
import assay.core.stats.Interval;
import assay.report.document.Block;
import assay.report.document.Block.Details;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Row;
import assay.report.money.Offer;
import assay.report.procurement.MoneyCase.Priced;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The buyer's mix of work: its time, its energy, and the machines that it takes. */
final class MixSection {
  private final DossierPage at;
  private final @Nullable MoneyCase money;
  private final Mix mix;

  private MixSection(DossierPage at, @Nullable MoneyCase money) {
    this.at = at;
    this.money = money;
    this.mix = at.scores().mix();
  }

  /** The section; none where no task was measured on all systems. */
  static List<Section> of(DossierPage at, @Nullable MoneyCase money) {
    if (!at.scores().any()) {
      return List.of();
    }
    MixSection section = new MixSection(at, money);
    List<Block> blocks = new ArrayList<>();
    blocks.add(section.mix());
    blocks.add(new Details(at.text("mix.tasks"), List.of(section.tasks())));
    return List.of(new Section("mix", at.text("mix"), blocks));
  }

  private @Nullable Double demand() {
    return money == null ? null : money.prices().demandHours();
  }

  private Table mix() {
    Double demand = demand();
    List<Column> columns = new ArrayList<>();
    columns.add(at.heading(Table.Type.TEXT, "system"));
    columns.add(at.explained(Table.Type.NUMBER, "mix.time"));
    columns.add(at.explained(Table.Type.NUMBER, "mix.energy"));
    columns.add(at.explained(Table.Type.NUMBER, demand == null ? "mix.need" : "mix.machines"));
    if (demand != null) {
      columns.add(at.explained(Table.Type.NUMBER, "mix.per-year"));
    }
    List<Row> rows = new ArrayList<>();
    for (SystemUnderTest system : at.systems()) {
      List<Cell> cells = new ArrayList<>();
      cells.add(at.words(system.label()));
      cells.add(time(system));
      cells.add(energy(system));
      machines(system, demand, cells);
      rows.add(new Row(cells));
    }
    return new Table(
        "mix-data", at.text("mix.table", at.reference().label()), columns, rows, notes());
  }

  private List<String> notes() {
    Double demand = demand();
    List<String> notes = new ArrayList<>();
    notes.add(at.text("mix.formula"));
    notes.add(
        demand == null
            ? at.text("mix.no-demand", at.reference().label())
            : at.text("mix.demand", at.format().count(Math.round(demand)), at.reference().label()));
    if (at.scores().leftOut() > 0) {
      notes.add(at.plural("decision.means.left", at.scores().leftOut()));
    }
    return notes;
  }

  private Cell time(SystemUnderTest system) {
    int index = at.comparison().index(system);
    return system.equals(at.reference())
        ? new Cell.Figure(at.format().ratio(1), 1)
        : at.ratio(mix.time(index), new Available<>(mix.timeInterval(index)));
  }

  /** Energy of the work that the reference does in an hour, Wh. */
  private Cell energy(SystemUnderTest system) {
    int index = at.comparison().index(system);
    SystemPower power = SystemPower.of(mix.results(index), mix.watts(index));
    if (power.power() == null) {
      return at.missing(at.text("money.no-watts", system.label()));
    }
    double wattHours = power.power().loadWatts() * mix.time(index);
    String metered =
        at.text(
            "money.metered", at.format().count(power.metered()), at.format().count(power.tasks()));
    String certain =
        power.uncalibrated().isEmpty()
            ? at.format().plusMinus(power.uncertaintyPercent())
            : at.text("energy.uncalibrated");
    return new Cell.Figure(
        at.format().value(wattHours, "Wh"),
        wattHours,
        certain + "; " + String.join(" + ", power.domains()) + "; " + metered);
  }

  private void machines(SystemUnderTest system, @Nullable Double demand, List<Cell> cells) {
    Priced priced = money == null ? null : money.of(system);
    Offer offer = money == null || priced == null ? null : priced.offer(money.energy());
    if (demand != null) {
      cells.add(
          offer == null
              ? at.missing(at.text("mix.no-price", system.label()))
              : whole(system, offer, demand));
      cells.add(
          offer == null || money == null
              ? at.missing(at.text("mix.no-price", system.label()))
              : new Cell.Figure(
                  MoneyWords.amount(at, money, offer.perYear(demand)), offer.perYear(demand)));
    } else {
      cells.add(need(system, offer));
    }
  }

  private Cell whole(SystemUnderTest system, Offer offer, double demand) {
    int index = at.comparison().index(system);
    double machines = offer.machines(demand);
    Interval time = mix.timeInterval(index);
    String range =
        at.format()
            .interval(
                machines * time.low() / mix.time(index),
                machines * time.high() / mix.time(index),
                "1");
    return new Cell.Figure(
        at.format().count(Offer.whole(machines)),
        Offer.whole(machines),
        at.text("mix.rounded", at.format().number(machines), range));
  }

  /**
   * How many do the work of one reference machine: as stated in hours of work a year, or as fast.
   */
  private Cell need(SystemUnderTest system, @Nullable Offer offer) {
    Priced reference = money == null ? null : money.of(at.reference());
    Offer base = money == null || reference == null ? null : reference.offer(money.energy());
    int index = at.comparison().index(system);
    double need =
        offer == null || base == null ? mix.time(index) : offer.machines(base.ownership().hours());
    return new Cell.Figure(at.format().number(need), need);
  }

  private Table tasks() {
    List<Column> columns = new ArrayList<>();
    columns.add(at.column(Table.Type.TEXT, "workload"));
    columns.add(at.explained(Table.Type.NUMBER, "mix.share"));
    at.systems().forEach(system -> columns.add(new Column(Table.Type.NUMBER, system.label())));
    List<Row> rows = new ArrayList<>();
    int base = at.comparison().index(at.reference());
    int position = 0;
    for (Map.Entry<Task, Double> share : mix.shares().entrySet()) {
      List<Cell> cells = new ArrayList<>();
      cells.add(at.words(share.getKey().toString()));
      cells.add(new Cell.Figure(at.format().percent(100 * share.getValue()), share.getValue()));
      double reference = mix.results(base).get(position).seconds();
      for (SystemUnderTest system : at.systems()) {
        int index = at.comparison().index(system);
        double ratio = mix.results(index).get(position).seconds() / reference;
        cells.add(new Cell.Figure(at.format().ratio(ratio), ratio));
      }
      rows.add(new Row(cells));
      position++;
    }
    return new Table(
        "mix-tasks", at.text("mix.tasks.table", at.reference().label()), columns, rows);
  }
}
