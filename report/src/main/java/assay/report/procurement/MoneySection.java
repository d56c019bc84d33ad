package assay.report.procurement;

import assay.report.document.Block;
import assay.report.document.Block.Banner;
import assay.report.document.Block.Bullets;
import assay.report.document.Block.Command;
import assay.report.document.Block.Paragraph;
import assay.report.document.Inline;
import assay.report.document.Level;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import assay.report.document.Table.Row;
import assay.report.money.Input;
import assay.report.money.Ownership;
import assay.report.money.Power;
import assay.report.procurement.MoneyCase.Priced;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Cost of the systems: every input, the total cost of ownership, and what follows from it. */
final class MoneySection {
  private final DossierPage at;
  private final MoneyCase money;

  private MoneySection(DossierPage at, MoneyCase money) {
    this.at = at;
    this.money = money;
  }

  static Section of(DossierPage at, @Nullable MoneyCase money) {
    String title = at.text("money");
    if (money == null) {
      return new Section(
          "money",
          title,
          List.of(
              new Banner(Level.INFO, at.text("money.no-file")), new Command("--prices FILE.yaml")),
          MixSection.of(at, null));
    }
    MoneySection section = new MoneySection(at, money);
    List<Block> blocks = new ArrayList<>();
    section.said(blocks);
    List<Section> parts = new ArrayList<>(MixSection.of(at, money));
    if (money.priced().isEmpty()) {
      return new Section("money", title, blocks, parts);
    }
    parts.add(new Section("money-inputs", at.text("money.inputs"), List.of(section.inputs())));
    parts.add(new Section("ownership", at.text("money.ownership"), section.ownership()));
    parts.addAll(new CostOfWork(at, money).sections());
    return new Section("money", title, blocks, parts);
  }

  private void said(List<Block> blocks) {
    blocks.add(
        new Paragraph(
            List.of(
                new Inline.Text(at.text("money.intro") + " "),
                new Inline.Code(money.prices().file()),
                new Inline.Text("."))));
    if (!money.gaps().isEmpty()) {
      blocks.add(new Banner(Level.WARN, at.text("money.gaps")));
      blocks.add(bullets(money.gaps()));
    }
    if (!money.energy()) {
      blocks.add(new Banner(Level.WARN, at.text("money.without-energy")));
      blocks.add(bullets(money.energyLeftOut()));
    } else if (money.priced().stream().map(this::boundary).distinct().count() > 1) {
      blocks.add(new Banner(Level.WARN, at.text("money.boundaries-differ")));
      blocks.add(
          bullets(
              money.priced().stream()
                  .map(each -> each.system().label() + ": " + boundary(each))
                  .toList()));
    }
  }

  /** What a system's energy cost includes beyond what its sensors measure. */
  private String boundary(Priced each) {
    Power power = each.power().power();
    Double unmetered = each.inputs().get(Input.UNMETERED);
    if (power != null && power.whole()) {
      return at.text("money.whole");
    }
    return unmetered == null
        ? at.text("money.without-fans")
        : at.text("money.with-fans", at.format().percent(unmetered));
  }

  private static Bullets bullets(List<String> texts) {
    return new Bullets(texts.stream().map(Paragraph::new).toList());
  }

  private List<Column> columns(String first, Table.Type type) {
    List<Column> columns = new ArrayList<>();
    columns.add(at.heading(Table.Type.TEXT, first));
    money.priced().forEach(each -> columns.add(new Column(type, each.system().label())));
    return columns;
  }

  private Table inputs() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("money.priceDate", each -> at.words(each.inputs().priceDate().toString())));
    for (Input input : Input.values()) {
      rows.add(row("money." + input.key(), each -> input(each, input)));
    }
    rows.add(row("money.load-watts", each -> watts(each, Power::loadWatts)));
    rows.add(row("money.idle-watts", each -> watts(each, Power::idleWatts)));
    rows.add(
        row(
            "money.meters",
            each ->
                each.power().domains().isEmpty()
                    ? at.missing(MoneyCase.noWatts(at, each))
                    : at.words(
                        String.join(" + ", each.power().domains())
                            + "; "
                            + at.text(
                                "money.metered",
                                at.format().count(each.power().metered()),
                                at.format().count(each.power().tasks())))));
    return new Table(
        "inputs",
        at.text("money.inputs.caption"),
        columns("money.input", Table.Type.NUMBER),
        rows,
        List.of(at.text("money.inputs.note")));
  }

  private Row row(String key, Function<Priced, Cell> cell) {
    List<Cell> cells = new ArrayList<>();
    cells.add(at.words(at.text(key)));
    money.priced().forEach(each -> cells.add(cell.apply(each)));
    return new Row(cells);
  }

  private Cell input(Priced each, Input input) {
    Double value = each.inputs().get(input);
    if (value == null) {
      return at.missing(at.text("money.not-stated", input.key()) + notStated(input));
    }
    String detail = input == Input.UNMETERED ? each.inputs().unmeteredSource() : null;
    return new Cell.Figure(MoneyWords.input(at, money, input, value), value, detail);
  }

  /** What follows from an optional input that is not stated; empty for the others. */
  private String notStated(Input input) {
    return switch (input) {
      case TARIFF_CHANGE -> ": " + at.text("money.same-tariff");
      case UNMETERED -> ": " + at.text("money.without-fans");
      default -> "";
    };
  }

  private Cell watts(Priced each, Function<Power, @Nullable Double> part) {
    Power power = each.power().power();
    if (power == null) {
      return at.missing(MoneyCase.noWatts(at, each));
    }
    Double watts = part.apply(power);
    return watts == null ? at.missing(at.text("money.no-idle")) : at.value(watts, "W");
  }

  private List<Block> ownership() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("money.capex", each -> amount(cost(each).capex())));
    rows.add(row("money.energy", this::energy));
    rows.add(row("money.space", each -> amount(cost(each).space())));
    rows.add(row("money.support", each -> amount(cost(each).support())));
    rows.add(row("money.residual", each -> amount(-cost(each).residual())));
    rows.add(
        new Row(row("money.total", each -> amount(cost(each).total())).cells(), Emphasis.STRONG));
    rows.add(
        row(
            "money.hours",
            each ->
                new Cell.Figure(
                    at.format().count(Math.round(cost(each).hours())), cost(each).hours())));
    List<String> notes = new ArrayList<>();
    notes.add(at.text("money.formula"));
    if (money.priced().stream().anyMatch(MoneySection::lowerBound)) {
      notes.add(at.text("money.lower-bound"));
    }
    return List.of(
        new Table(
            "tco",
            at.text("money.tco.caption", money.prices().currency()),
            columns("money.part", Table.Type.NUMBER),
            rows,
            notes));
  }

  private static boolean lowerBound(Priced each) {
    Power power = each.power().power();
    return power != null && power.idleWatts() == null;
  }

  private Ownership cost(Priced each) {
    return Ownership.of(each.inputs(), money.energy() ? each.power().power() : null);
  }

  private Cell energy(Priced each) {
    Double energy = Ownership.of(each.inputs(), each.power().power()).energy();
    if (energy == null) {
      return at.missing(
          each.power().power() == null ? MoneyCase.noWatts(at, each) : at.text("money.no-tariff"));
    }
    String detail = boundary(each);
    return new Cell.Figure(
        MoneyWords.amount(at, money, energy),
        energy,
        money.energy() ? detail : detail + "; " + at.text("money.not-in-total"));
  }

  private Cell amount(double amount) {
    return new Cell.Figure(MoneyWords.amount(at, money, amount), amount);
  }
}
