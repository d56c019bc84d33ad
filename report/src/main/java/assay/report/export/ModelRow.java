package assay.report.export;

import assay.core.availability.Availability;
import assay.core.device.ModelFigures;
import assay.core.device.Synthesis;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts from the simulation of a register-transfer model as a flat row, in files separate from
 * hardware metrics.
 *
 * @param run its run
 * @param startedUtc when the run began, ISO 8601
 * @param cell which cell
 * @param model name of the simulated design
 * @param engine what simulated it, null where it is not known
 * @param figures cycles and multiply-adds
 * @param synthesis of the same design, null where there is none
 * @param reason why there is none, null where there is
 */
record ModelRow(
    String run,
    String startedUtc,
    Cell cell,
    String model,
    @Nullable String engine,
    ModelFigures figures,
    @Nullable Synthesis synthesis,
    @Nullable String reason) {
  /** What marks them in every format. */
  static final String KIND = "RTL_MODEL";

  /** All models of a run, in the record's order. */
  static List<ModelRow> of(RunRecord run) {
    List<ModelRow> rows = new ArrayList<>();
    for (Cell cell : run.cells()) {
      if (cell.outcome() instanceof Outcome.Modelled<CellResult> modelled) {
        rows.add(row(run, cell, modelled));
      }
    }
    return rows;
  }

  private static ModelRow row(RunRecord run, Cell cell, Outcome.Modelled<CellResult> modelled) {
    Availability<Synthesis> synthesis = modelled.model().synthesis();
    return new ModelRow(
        run.runId().value(),
        run.startedUtc().toString(),
        cell,
        modelled.device().name(),
        modelled.engine(),
        modelled.model(),
        synthesis.orNull(),
        synthesis.whyNot());
  }
}
