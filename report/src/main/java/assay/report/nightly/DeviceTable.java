package assay.report.nightly;

import assay.core.record.Cell;
import assay.core.record.Outcome;
import assay.core.record.CellResult;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How well devices with a clock of their own were used: their time beside the host's. */
final class DeviceTable {
  private static final String END_TO_END = "endToEndTime";
  private static final String DESIGN = "percentOfDesignPeak";

  private final Page page;

  DeviceTable(Page page) {
    this.page = page;
  }

  /** The table; empty if no cell has a device time. */
  Optional<Table> of(String anchor, List<Cell> cells) {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      if (cell.outcome() instanceof Outcome.Measured<CellResult> measured
          && measured.result().metrics().containsKey("deviceTime")) {
        rows.add(Page.row(Table.Emphasis.NONE, cell.id(), figures(measured.result())));
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
            page.say("device-use"),
            columns,
            rows,
            List.of(page.say("device-use.note"))));
  }

  private List<Table.Cell> figures(CellResult figures) {
    return List.of(
        figure(figures, "deviceTime"),
        wanted(figures, END_TO_END),
        figure(figures, "deviceBusy"),
        wanted(figures, DESIGN));
  }

  /** A figure or its reason; a dash for what has neither, such as the design of a processor. */
  private Table.Cell wanted(CellResult figures, String name) {
    return figures.metrics().containsKey(name) || figures.unavailable().containsKey(name)
        ? figure(figures, name)
        : Page.words("–");
  }

  private Table.Cell figure(CellResult figures, String name) {
    return page.metric(figures.metric(name), figures.whyNot(name));
  }
}
