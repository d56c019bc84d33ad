package assay.report.profile;

import assay.core.availability.Availability.Available;
import assay.core.profile.ForkProfile;
import assay.core.profile.Phase;
import assay.core.record.Metric;
import assay.report.document.Block;
import assay.report.document.Block.Paragraph;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Emphasis;
import assay.report.document.Table.Row;
import java.util.ArrayList;
import java.util.List;

/** What is about the program as a whole, and about the device. */
final class ProgramTables {
  private final ProfilePage page;
  private final ProfileFigures figures;

  ProgramTables(ProfilePage page, ProfileFigures figures) {
    this.page = page;
    this.figures = figures;
  }

  Section whole() {
    List<Row> rows = new ArrayList<>();
    figures
        .program()
        .forEach((name, figure) -> {
          Emphasis emphasis = name.equals("whole") ? Emphasis.STRONG : Emphasis.NONE;
          List<Cell> cells = List.of(page.words(page.text("figure." + name)), page.cell(figure));
          rows.add(new Row(cells, emphasis));
        });
    Table table =
        new Table(
            "program",
            page.text("whole.caption"),
            List.of(
                page.column(Table.Type.TEXT, "quantity"), page.column(Table.Type.NUMBER, "value")),
            rows,
            notes());
    return new Section("whole", page.text("whole"), List.of(table));
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>(List.of(page.text("whole.note"), collections()));
    notes.addAll(page.energyNotes(figures));
    return notes;
  }

  private String collections() {
    long count = figures.forks().stream().mapToLong(ForkProfile::collections).sum();
    double seconds = figures.forks().stream().mapToDouble(ForkProfile::collectionSeconds).sum();
    return page.plural("whole.collections", count, page.format().value(seconds, "s"));
  }

  Section phases() {
    List<Row> rows = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      rows.add(
          Row.of(
              page.words(page.phase(phase)),
              page.cell(figures.sum(part -> part.phase() == phase)),
              page.cell(figures.share(part -> part.phase() == phase))));
    }
    Metric writing = figures.summary().writing();
    rows.add(
        Row.of(
            page.words(page.text("phase.DATA")),
            page.cell(new Available<>(writing)),
            page.cell(new Available<>(figures.writingShare()))));
    Block table =
        new Table(
            "by-phase",
            page.text("phases.caption"),
            List.of(
                page.column(Table.Type.TEXT, "phase"),
                page.column(Table.Type.NUMBER, "time"),
                page.explained(Table.Type.NUMBER, "share")),
            rows,
            List.of(page.text("phases.note")));
    return new Section("phases", page.text("phases"), List.of(table));
  }

  Block ceilings() {
    List<ProfileFigures.Reached> reached = figures.ceilings();
    if (reached.isEmpty()) {
      return new Paragraph(figures.noRoof());
    }
    List<Row> rows = new ArrayList<>();
    for (ProfileFigures.Reached each : reached) {
      ForkProfile.Ceiling about = each.about();
      String limits =
          each.compute()
              ? page.text("limits.compute")
              : page.memory(about.level(), about.bytes(), figures.cachesKnown());
      rows.add(
          Row.of(
              page.words(limits),
              page.cell(new Available<>(each.rate())),
              each.compute() ? page.words("–") : page.value((double) about.bytes(), "B"),
              page.words(each.workload()),
              page.words(about.target())));
    }
    return new Table(
        "reached",
        page.text("ceilings.caption"),
        List.of(
            page.column(Table.Type.TEXT, "limits"),
            page.column(Table.Type.NUMBER, "rate"),
            page.column(Table.Type.NUMBER, "set"),
            page.column(Table.Type.TEXT, "ceiling"),
            page.column(Table.Type.TEXT, "by")),
        rows,
        List.of(page.text("ceilings.note")));
  }
}
