package assay.report.run;

import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.MetricKey;
import assay.core.record.Training;
import assay.core.record.Verification;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Training results: loss, accuracy, and time and energy to the target accuracy. */
final class TrainingTable {
  private final RunPage page;

  TrainingTable(RunPage page) {
    this.page = page;
  }

  /** The table; empty if no cell was trained. */
  Optional<Table> of(List<Cell> cells) {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      CellResult result = cell.outcome().result();
      Training training = result == null ? null : result.training();
      if (result != null && training != null) {
        List<Table.Cell> row = row(result, training);
        row.add(errors(cell.outcome().verification()));
        rows.add(page.row(Emphasis.NONE, cell.id(), row));
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>(page.cellColumns());
    for (String key :
        List.of(
            "steps",
            "first-loss",
            "last-loss",
            "trained",
            "seeds",
            "accuracy",
            "target",
            "epochs",
            "to-target",
            "joules")) {
      columns.add(page.column(Table.Type.NUMBER, key));
    }
    columns.add(page.column(Table.Type.TEXT, "data"));
    columns.add(page.column(Table.Type.TEXT, "error"));
    return Optional.of(
        new Table(
            "training-table",
            page.text("training.table"),
            columns,
            rows,
            List.of(page.text("training.note"))));
  }

  private List<Table.Cell> row(CellResult result, Training training) {
    List<Table.Cell> row = new ArrayList<>();
    double[] losses = training.lossCurve().losses().toArray();
    String none = page.text("training.no-loss");
    row.add(losses.length == 0 ? page.missing(none) : page.count(losses.length));
    row.add(losses.length == 0 ? page.missing(none) : page.value(losses[0], "1"));
    row.add(losses.length == 0 ? page.missing(none) : page.value(losses[losses.length - 1], "1"));
    row.add(page.count(Math.round(training.epochs())));
    row.add(page.seeds(result));
    row.add(page.accuracy(result));
    Double target = training.targetAccuracy();
    row.add(
        target == null
            ? page.missing(page.text("training.no-target"))
            : page.value(100 * target, "%"));
    row.add(page.metric(result, MetricKey.EPOCHS_TO_TARGET));
    row.add(page.metric(result, MetricKey.TIME_TO_TARGET));
    row.add(energy(result));
    Training.Dataset data = training.dataset();
    row.add(page.words(data.name() + ", " + data.source() + ", " + data.sha256().substring(0, 12)));
    return row;
  }

  /** Gradients, optimizer slots and parameters apart: storing a parameter hides the others. */
  private Table.Cell errors(@Nullable Verification check) {
    Map<String, Double> parts = check == null ? null : check.parts();
    return parts == null
        ? page.missing(page.text("training.no-parts"))
        : page.words(
            parts.entrySet().stream()
                .map(part ->
                    page.note("part." + part.getKey()).orElse(part.getKey())
                        + " "
                        + page.format().value(part.getValue(), "1"))
                .collect(Collectors.joining(", ")));
  }

  private Table.Cell energy(CellResult result) {
    String why = result.whyNot(MetricKey.ENERGY_TO_TARGET);
    return page.metric(
        result.metric(MetricKey.ENERGY_TO_TARGET),
        why == null ? result.whyNot(MetricKey.ENERGY_PER_EXECUTION) : why);
  }
}
