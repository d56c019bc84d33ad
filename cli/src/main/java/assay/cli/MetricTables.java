package assay.cli;

import java.util.List;
import java.util.ArrayList;
import assay.core.record.Cell;
import assay.core.record.Outcome;
import assay.core.device.Device;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.MetricKey.Family;
import assay.core.record.RunRecord;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A table for each family of metrics that has one of its own, such as those of devices with a clock
 * of their own. Below them what a design takes of its part.
 */
final class MetricTables {
  private static final String RESOURCE = "resource.";

  private final RunRecord run;
  private final Set<String> notes = new LinkedHashSet<>();

  MetricTables(RunRecord run) {
    this.run = run;
  }

  /** The tables, each after an empty line; nothing if no cell has such a metric. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Family family : Family.values()) {
      // Latencies stand in the notes below the results.
      if (family.table() && family != Family.LATENCY) {
        text.append(table(family));
      }
    }
    notes.forEach(note -> text.append(note).append('\n'));
    return text.toString();
  }

  private String table(Family family) {
    List<MetricKey> keys = MetricKey.of(family);
    List<String> headings = new ArrayList<>(List.of("workload", "target", "prec"));
    keys.forEach(key -> headings.add(heading(key)));
    TextTable table = new TextTable(headings.toArray(String[]::new));
    boolean any = false;
    for (Cell cell : run.cells()) {
      if (cell.outcome() instanceof Outcome.Measured<CellResult> measured
          && keys.stream().anyMatch(key -> measured.result().metric(key) != null)) {
        any = true;
        List<String> row = new ArrayList<>();
        row.add(cell.id().workload());
        row.add(cell.id().target());
        row.add(cell.id().precision());
        keys.forEach(key -> row.add(metric(measured.result(), key)));
        table.row(row.toArray(String[]::new));
        design(measured.device());
      }
    }
    return any ? "\n" + table : "";
  }

  private static String heading(MetricKey key) {
    return switch (key) {
      case DEVICE_TIME -> "device time";
      case DEVICE_BUSY -> "busy";
      case END_TO_END_TIME -> "with transfers";
      case PERCENT_OF_DESIGN_PEAK -> "of design";
      default -> key.id();
    };
  }

  private String metric(CellResult result, MetricKey key) {
    Metric metric = result.metric(key);
    String why = result.whyNot(key);
    if (why != null) {
      notes.add(key + ": unavailable, because " + why);
      return "unavailable";
    }
    return metric == null ? "-" : Quantity.of(metric.median(), metric.unit());
  }

  private void design(Device.Hardware device) {
    Map<String, String> details = device.details();
    StringBuilder taken = new StringBuilder();
    details.forEach((name, value) -> {
      if (name.startsWith(RESOURCE)) {
        taken.append(taken.isEmpty() ? "" : ", ");
        taken.append(name.substring(RESOURCE.length())).append(' ').append(value);
      }
    });
    String clock = details.get("fmaxMhz");
    if (!taken.isEmpty() || clock != null) {
      notes.add(
          device.name()
              + ": "
              + (clock == null ? "clock unavailable" : "Fmax " + clock + " MHz")
              + "; "
              + (taken.isEmpty() ? "resources unavailable" : taken));
    }
  }
}
