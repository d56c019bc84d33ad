package assay.cli;

import assay.core.record.CellResult;
import assay.core.record.Cell;
import assay.core.record.Outcome;
import assay.core.device.ModelFigures;
import assay.core.availability.Availability;
import assay.core.record.RunRecord;
import assay.core.device.Synthesis;
import assay.report.text.Format;
import assay.report.text.Language;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Cells of RTL models, apart from all others: their cycles are not to be read beside times. */
final class ModelTable {
  private static final String TITLE = "RTL models (simulated cycles, no hardware)";

  private static final Format FORMAT = Format.of(Language.EN);

  private final List<Cell> cells;
  private final Set<String> notes = new LinkedHashSet<>();

  ModelTable(RunRecord run) {
    this.cells = run.cells().stream().filter(ModelTable::holds).toList();
  }

  /** Whether a cell is listed here and nowhere else. */
  static boolean holds(Cell cell) {
    return cell.outcome() instanceof Outcome.Modelled<CellResult>;
  }

  /** The table after an empty line; nothing if the run has no such cell. */
  @Override
  public String toString() {
    if (cells.isEmpty()) {
      return "";
    }
    TextTable table =
        new TextTable(
            "workload", "target", "prec", "model", "cycles", "MAC/cycle", "of peak", "check");
    for (Cell cell : cells) {
      if (cell.outcome() instanceof Outcome.Modelled<CellResult> modelled) {
        row(table, cell, modelled);
        notes.add(modelled.device().name() + ": " + synthesis(modelled.model().synthesis()));
      }
    }
    StringBuilder text = new StringBuilder("\n" + TITLE + "\n" + table);
    notes.forEach(note -> text.append(note).append('\n'));
    return text.toString();
  }

  private static void row(TextTable table, Cell cell, Outcome.Modelled<CellResult> modelled) {
    ModelFigures model = modelled.model();
    table.row(
        cell.id().workload(),
        cell.id().target(),
        cell.id().precision(),
        modelled.device().name(),
        String.format(Locale.ROOT, "%,d", model.cycles()),
        FORMAT.part(model.macsPerCycle(), (double) model.peakMacsPerCycle(), 4)
            + " of "
            + model.peakMacsPerCycle(),
        FORMAT.part(100 * model.shareOfPeak(), 100, 3) + " %",
        RunTable.check(modelled.verification()));
  }

  private static String synthesis(Availability<Synthesis> synthesis) {
    return switch (synthesis) {
      case Availability.Unavailable<Synthesis> missing ->
          "Fmax and resources unavailable, because " + missing.reason();
      case Availability.Available<Synthesis> present -> routed(present.value());
    };
  }

  private static String routed(Synthesis s) {
    return String.format(
        Locale.ROOT,
        "Fmax %.1f MHz after routing on %s; %,d LUT4, %,d flip-flops, %d DSP, %d block RAM, %,d of %,d"
            + " logic cells (%s)",
        s.fmaxMegahertz(),
        s.part(),
        s.lut4(),
        s.flipFlops(),
        s.dsps(),
        s.blockRams(),
        s.logicCells(),
        s.logicCellsOfPart(),
        tools(s.tools()));
  }

  private static String tools(Map<String, String> tools) {
    StringBuilder text = new StringBuilder();
    tools.forEach((tool, version) ->
        text.append(text.isEmpty() ? "" : ", ").append(tool).append(' ').append(version));
    return text.toString();
  }
}
