package assay.report.run;

import assay.core.device.Device;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.MetricKey;
import assay.core.record.MetricKey.Family;
import assay.core.record.Outcome;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A table for each metric family that has its own, with a column per metric. */
final class FamilyTables {
  private static final String RESOURCE = "resource.";

  private final RunPage page;

  FamilyTables(RunPage page) {
    this.page = page;
  }

  /** The tables of the families that have metrics. */
  List<Table> of(String anchor, List<Cell> cells) {
    return Arrays.stream(Family.values())
        .filter(Family::table)
        .map(family -> table(anchor, family, cells))
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }

  private Table table(String anchor, Family family, List<Cell> cells) {
    List<MetricKey> keys = MetricKey.of(family);
    List<Column> columns = new ArrayList<>(page.cellColumns());
    keys.forEach(key -> columns.add(page.column(Table.Type.NUMBER, key.name())));
    List<Table.Row> rows = new ArrayList<>();
    Set<String> notes = new LinkedHashSet<>();
    page.note("note." + family).ifPresent(notes::add);
    for (Cell cell : cells) {
      if (cell.outcome() instanceof Outcome.Measured<CellResult> measured
          && keys.stream().anyMatch(key -> measured.result().metric(key) != null)) {
        List<Table.Cell> row =
            keys.stream().map(key -> page.wanted(measured.result(), key)).toList();
        rows.add(page.row(Table.Emphasis.NONE, cell.id(), row));
        if (family == Family.DEVICE) {
          design(measured.device()).ifPresent(notes::add);
        }
      }
    }
    return new Table(
        anchor + "-" + family.name().toLowerCase(Locale.ROOT),
        page.text("family." + family),
        columns,
        rows,
        List.copyOf(notes));
  }

  /** Resources and clock frequency of a device's design; empty if unknown. */
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
