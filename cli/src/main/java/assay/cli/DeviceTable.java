package assay.cli;

import assay.core.record.Cell;
import assay.core.record.Outcome;
import assay.core.device.Device;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.RunRecord;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How well devices with a clock of their own were used: their time, its share of the host's, and
 * the share of what a design's multipliers could do. Below it what the design takes of its part.
 */
final class DeviceTable {
  private static final String TIME = "deviceTime";
  private static final String BUSY = "deviceBusy";
  private static final String DESIGN = "percentOfDesignPeak";
  private static final String RESOURCE = "resource.";

  private final RunRecord run;
  private final Set<String> notes = new LinkedHashSet<>();

  DeviceTable(RunRecord run) {
    this.run = run;
  }

  /** The table after an empty line; nothing if no cell has a device time. */
  @Override
  public String toString() {
    TextTable table =
        new TextTable(
            "workload", "target", "prec", "device time", "with transfers", "busy", "of design");
    boolean any = false;
    for (Cell cell : run.cells()) {
      if (cell.outcome() instanceof Outcome.Measured<CellResult> measured
          && measured.result().metrics().containsKey(TIME)) {
        any = true;
        table.row(
            cell.id().workload(),
            cell.id().target(),
            cell.id().precision(),
            figure(measured.result(), TIME),
            figure(measured.result(), "endToEndTime"),
            figure(measured.result(), BUSY),
            figure(measured.result(), DESIGN));
        design(measured.device());
      }
    }
    StringBuilder text = new StringBuilder(any ? "\n" + table : "");
    notes.forEach(note -> text.append(note).append('\n'));
    return text.toString();
  }

  private String figure(CellResult figures, String name) {
    Metric metric = figures.metric(name);
    String why = figures.whyNot(name);
    if (metric == null && why != null) {
      notes.add(name + ": unavailable, because " + why);
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
