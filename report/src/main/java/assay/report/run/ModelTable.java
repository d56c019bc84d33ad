package assay.report.run;

import assay.core.availability.Availability;
import assay.core.device.ModelFigures;
import assay.core.device.Synthesis;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cycles of register-transfer models, in a separate table because they are not hardware metrics.
 */
final class ModelTable {
  private final RunPage page;
  private final RunRecord run;

  ModelTable(RunPage page, RunRecord run) {
    this.page = page;
    this.run = run;
  }

  /** The table; empty if no cell ran on a model. */
  Optional<Table> build() {
    List<Table.Row> rows = new ArrayList<>();
    Set<String> notes = new LinkedHashSet<>();
    notes.add(page.text("models.note"));
    for (Cell cell : run.cells()) {
      if (cell.outcome() instanceof Outcome.Modelled<CellResult> modelled) {
        rows.add(row(cell, modelled));
        Synthesis routed = modelled.model().synthesis().orNull();
        if (routed != null) {
          notes.add(routed(modelled.device().name(), routed));
        }
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
    return Optional.of(new Table("models", page.text("models"), columns, rows, List.copyOf(notes)));
  }

  private Table.Row row(Cell cell, Outcome.Modelled<CellResult> modelled) {
    ModelFigures model = modelled.model();
    return page.row(
        Table.Emphasis.NONE,
        cell.id(),
        List.of(
            page.words(modelled.device().name()),
            page.count(model.cycles()),
            new Table.Cell.Figure(
                page.text(
                    "models.of",
                    page.format().part(model.macsPerCycle(), (double) model.peakMacsPerCycle(), 4),
                    page.format().count(model.peakMacsPerCycle())),
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

  /** The result of routing a design, as a sentence. */
  private String routed(String model, Synthesis s) {
    return page.text(
        "models.routed",
        model,
        page.format().fixed(s.fmaxMegahertz(), 1),
        s.part(),
        page.format().count(s.lut4()),
        page.format().count(s.flipFlops()),
        page.format().count(s.dsps()),
        page.format().count(s.blockRams()),
        page.format().count(s.logicCells()),
        page.format().count(s.logicCellsOfPart()),
        s.tools().entrySet().stream()
            .map(tool -> tool.getKey() + " " + tool.getValue())
            .collect(Collectors.joining(", ")));
  }
}
