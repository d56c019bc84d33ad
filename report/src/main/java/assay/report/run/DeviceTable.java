package assay.report.run;

import assay.core.record.Cell;
import assay.core.record.CellOutcome;
import assay.core.record.Device;
import assay.core.record.Figures;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How well devices with a clock of their own were used: their time beside the host's. */
final class DeviceTable {
  private static final String END_TO_END = "endToEndTime";
  private static final String DESIGN = "percentOfDesignPeak";

  private static final String RESOURCE = "resource.";

  private final RunPage page;

  DeviceTable(RunPage page) {
    this.page = page;
  }

  /** The table; empty if no cell has a device time. */
  Optional<Table> of(String anchor, List<Cell> cells) {
    List<Table.Row> rows = new ArrayList<>();
    Set<String> notes = new LinkedHashSet<>();
    notes.add(page.text("device-use.note"));
    for (Cell cell : cells) {
      if (cell.outcome() instanceof CellOutcome.Measured measured
          && measured.figures().metrics().containsKey("deviceTime")) {
        rows.add(page.row(Table.Emphasis.NONE, cell.id(), figures(measured.figures())));
        design(measured.device()).ifPresent(notes::add);
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
        new Table(anchor + "-device", page.text("device-use"), columns, rows, List.copyOf(notes)));
  }

  private List<Table.Cell> figures(Figures figures) {
    return List.of(
        page.metric(figures, "deviceTime"),
        page.wanted(figures, END_TO_END),
        page.metric(figures, "deviceBusy"),
        page.wanted(figures, DESIGN));
  }

  /** What the design of a device takes of its part, and the clock it reached; empty if unknown. */
  private Optional<String> design(Device.Hardware device) {
    Map<String, String> details = device.details();
    String taken =
        details.entrySet().stream()
            .filter(detail -> detail.getKey().startsWith(RESOURCE))
            .map(detail -> detail.getKey().substring(RESOURCE.length()) + " " + detail.getValue())
            .collect(Collectors.joining(", "));
    String clock = details.get("fmaxMhz");
    if (taken.isEmpty() && clock == null) {
      return Optional.empty();
    }
    return Optional.of(
        page.text(
            "device-use.design",
            device.name(),
            clock == null ? page.text("missing") : clock + " MHz",
            taken.isEmpty() ? page.text("missing") : taken));
  }
}
