package assay.report.run;

import assay.core.record.Cell;
import assay.core.record.CellOutcome;
import assay.core.record.Figures;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How well devices with a clock of their own were used: their time beside the host's. */
final class DeviceTable {
  private static final String END_TO_END = "endToEndTime";
  private static final String DESIGN = "percentOfDesignPeak";

  private final RunPage page;

  DeviceTable(RunPage page) {
    this.page = page;
  }

  /** The table; empty if no cell has a device time. */
  Optional<Table> of(String anchor, List<Cell> cells) {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      if (cell.outcome() instanceof CellOutcome.Measured measured
          && measured.figures().metrics().containsKey("deviceTime")) {
        rows.add(page.row(Table.Emphasis.NONE, cell.id(), figures(measured.figures())));
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>(page.cellColumns());
    for (String key : List.of("device-time", "with-transfers", "device-busy", "of-design")) {
      columns.add(page.column(Table.Type.NUMBER, key));
    }
    return Optional.of(
        new Table(
            anchor + "-device",
            page.text("device-use"),
            columns,
            rows,
            List.of(page.text("device-use.note"))));
  }

  private List<Table.Cell> figures(Figures figures) {
    return List.of(
        figure(figures, "deviceTime"),
        wanted(figures, END_TO_END),
        figure(figures, "deviceBusy"),
        wanted(figures, DESIGN));
  }

  /** A figure or its reason; a dash for what has neither, such as the design of a processor. */
  private Table.Cell wanted(Figures figures, String name) {
    return figures.metrics().containsKey(name) || figures.unavailable().containsKey(name)
        ? figure(figures, name)
        : page.words("–");
  }

  private Table.Cell figure(Figures figures, String name) {
    return page.metric(figures.metrics().get(name), figures.unavailable().get(name));
  }
}
