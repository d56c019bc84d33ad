package assay.report.nightly;

import assay.core.record.CellResult;
import assay.core.record.Cell;
import assay.core.record.Outcome;
import assay.core.device.ModelFigures;
import assay.core.availability.Availability;
import assay.core.record.RunRecord;
import assay.core.device.Synthesis;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cycles of register-transfer models, in a table of their own: they are no figures of hardware. */
final class ModelTable {
  private final Page page;
  private final RunRecord run;

  ModelTable(Page page, RunRecord run) {
    this.page = page;
    this.run = run;
  }

  /** The table; empty if no cell ran on a model. */
  Optional<Table> build() {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : run.cells()) {
      if (cell.outcome() instanceof Outcome.Modelled<CellResult> modelled) {
        rows.add(row(cell, modelled));
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>(page.cellColumns());
    columns.add(page.column(Table.Type.TEXT, "model"));
    for (String key : List.of("cycles", "macs-per-cycle", "of-model-peak", "fmax", "luts")) {
      columns.add(page.column(Table.Type.NUMBER, key));
    }
    columns.add(page.column(Table.Type.NUMBER, "error"));
    return Optional.of(
        new Table("models", page.say("models"), columns, rows, List.of(page.say("models.note"))));
  }

  private Table.Row row(Cell cell, Outcome.Modelled<CellResult> modelled) {
    ModelFigures model = modelled.model();
    return Page.row(
        Table.Emphasis.NONE,
        cell.id(),
        List.of(
            Page.words(modelled.device().name()),
            page.count(model.cycles()),
            new Table.Cell.Figure(
                page.format().part(model.macsPerCycle(), (double) model.peakMacsPerCycle(), 4),
                model.macsPerCycle()),
            new Table.Cell.Figure(
                page.format().partOfHundred(100 * model.shareOfPeak()), model.shareOfPeak()),
            fmax(model.synthesis()),
            luts(model.synthesis()),
            page.error(modelled.verification())));
  }

  private Table.Cell fmax(Availability<Synthesis> synthesis) {
    return switch (synthesis) {
      case Availability.Available<Synthesis>(Synthesis routed) ->
          page.value(1e6 * routed.fmaxMegahertz(), "Hz");
      case Availability.Unavailable<Synthesis>(String reason, _) -> page.missing(reason);
    };
  }

  private Table.Cell luts(Availability<Synthesis> synthesis) {
    return switch (synthesis) {
      case Availability.Available<Synthesis>(Synthesis routed) -> page.count(routed.lut4());
      case Availability.Unavailable<Synthesis>(String reason, _) -> page.missing(reason);
    };
  }
}
