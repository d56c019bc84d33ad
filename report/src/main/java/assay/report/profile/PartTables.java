package assay.report.profile;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.profile.ForkProfile;
import assay.core.profile.ProfileSummary.Row;
import assay.core.record.Metric;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Times of the parts: against their roofs, and by all ways of timing. */
final class PartTables {
  private final ProfilePage page;
  private final ProfileFigures figures;

  PartTables(ProfilePage page, ProfileFigures figures) {
    this.page = page;
    this.figures = figures;
  }

  /** Parts by recoverable time. */
  Table recoverable() {
    List<Column> columns = new ArrayList<>();
    columns.add(page.column(Table.Type.TEXT, "part"));
    if (figures.trains()) {
      columns.add(page.column(Table.Type.TEXT, "phase"));
    }
    columns.add(page.column(Table.Type.NUMBER, "time"));
    columns.add(page.explained(Table.Type.NUMBER, "recoverable"));
    columns.add(page.explained(Table.Type.NUMBER, "share"));
    columns.add(page.column(Table.Type.NUMBER, "flopsPerSecond"));
    columns.add(page.explained(Table.Type.NUMBER, "bytesPerSecond"));
    columns.add(page.explained(Table.Type.NUMBER, "intensity"));
    columns.add(page.explained(Table.Type.TEXT, "bound"));
    columns.add(page.explained(Table.Type.NUMBER, "percentOfRoof"));
    return new Table(
        page.anchored("recoverable"),
        page.text("parts.caption"),
        columns,
        figures.rows().stream().map(this::row).toList(),
        notes());
  }

  /** How the parts were timed, and why there is no interval if there is none. */
  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (figures.divided()) {
      notes.add(how());
      Metric time = figures.rows().getFirst().time();
      notes.add(
          time.ciLow() == null
              ? page.text("parts.no-interval", String.valueOf(time.note()))
              : page.text("parts.interval"));
    }
    return notes;
  }

  private String how() {
    if (figures.summary().rows().getFirst().marked() != null) {
      ForkProfile.Marks marks = Objects.requireNonNull(figures.forks().getFirst().marks());
      return page.text("parts.mark." + (marks.byDevice() ? "DEVICE" : "HOST"));
    }
    return page.text(figures.summary().rows().size() == 1 ? "parts.single" : "parts.difference");
  }

  private Table.Row row(Row row) {
    Map<String, Availability<Metric>> of = figures.of(row);
    List<Cell> cells = new ArrayList<>();
    cells.add(page.words(ProfilePage.name(row.part())));
    if (figures.trains()) {
      cells.add(page.words(page.phase(row.part().phase())));
    }
    cells.add(page.cell(get(of, "time")));
    cells.add(page.cell(get(of, "recoverable")));
    cells.add(page.plain(get(of, "share")));
    cells.add(page.plain(get(of, "flopsPerSecond")));
    cells.add(page.plain(get(of, "bytesPerSecond")));
    cells.add(intensity(get(of, "intensity"), get(of, "unfusedIntensity")));
    cells.add(
        row.roof() == null
            ? page.missing(figures.noRoof())
            : page.words(page.bound(row.roof(), figures.cachesKnown())));
    Cell share = page.plain(get(of, "percentOfRoof"));
    cells.add(
        row.aboveRoof() && share instanceof Cell.Figure(String text, double key, _)
            ? new Cell.Figure(text, key, page.text("recoverable.above"))
            : share);
    return new Table.Row(cells);
  }

  private Cell intensity(Availability<Metric> fused, Availability<Metric> unfused) {
    return switch (fused) {
      case Unavailable<Metric> _ -> page.cell(fused);
      case Available<Metric>(Metric least) -> {
        String all =
            unfused instanceof Available<Metric>(Metric each) && each.median() != least.median()
                ? page.text("unfused", page.format().number(each.median()))
                : null;
        yield new Cell.Figure(
            page.format().value(least.median(), least.unit()), least.median(), all);
      }
    };
  }

  private static Availability<Metric> get(Map<String, Availability<Metric>> of, String name) {
    return Objects.requireNonNull(of.get(name));
  }

  /** The same parts in the order of execution, by marks, cut short and alone. */
  Table methods() {
    List<Column> columns = new ArrayList<>();
    columns.add(page.column(Table.Type.TEXT, "part"));
    for (String key : List.of("marked", "difference", "alone")) {
      columns.add(page.column(Table.Type.NUMBER, key));
    }
    columns.add(page.explained(Table.Type.NUMBER, "inProgram"));
    boolean metered = !figures.meters().isEmpty();
    if (metered) {
      columns.add(page.explained(Table.Type.NUMBER, "energyAlone"));
    }
    List<Table.Row> rows = new ArrayList<>();
    for (Row row : figures.summary().rows()) {
      Map<String, Availability<Metric>> of = figures.of(row);
      List<Cell> cells = new ArrayList<>();
      cells.add(page.words(ProfilePage.name(row.part())));
      for (String key : List.of("marked", "difference", "alone")) {
        cells.add(page.cell(get(of, key)));
      }
      cells.add(ratio(row, get(of, "inProgram")));
      if (metered) {
        cells.add(page.cell(get(of, "energyAlone")));
      }
      rows.add(new Table.Row(cells));
    }
    List<String> notes = new ArrayList<>(List.of(page.text("methods.note")));
    notes.addAll(page.energyNotes(figures));
    return new Table("ways", page.text("methods.caption"), columns, rows, notes);
  }

  private Cell ratio(Row row, Availability<Metric> figure) {
    Metric ratio = row.inProgram();
    return ratio == null
        ? page.cell(figure)
        : page.figure(page.format().ratio(ratio.median()), ratio.median(), page.interval(ratio));
  }
}
