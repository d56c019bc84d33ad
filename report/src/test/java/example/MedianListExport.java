package example;

import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.report.compare.RunData;
import assay.report.export.Export;
import assay.report.export.ExportFile;
import assay.report.export.ExportInput;
import java.util.List;
import java.util.Locale;

/** An export format: a line for each metric of each cell, or the reason why there is none. */
public final class MedianListExport implements Export {
  /** An export keeps nothing between two calls. */
  public MedianListExport() {}

  @Override
  public String name() {
    return "medians";
  }

  @Override
  public String description() {
    return "medians, one line per metric";
  }

  @Override
  public List<ExportFile> export(ExportInput input) {
    StringBuilder lines = new StringBuilder();
    for (RunData run : input.runs()) {
      run.record().cells().forEach(cell -> lines.append(lines(cell)));
    }
    return List.of(new ExportFile("medians.txt", lines.toString()));
  }

  /** Only a measured cell has a result, so that an emulation cannot have metrics by mistake. */
  private static String lines(Cell cell) {
    CellId id = cell.id();
    String name = "%s %s %s ".formatted(id.workload(), id.target(), id.precision());
    if (cell.outcome().result() == null) {
      return name + cell.outcome().status() + "\n";
    }
    StringBuilder lines = new StringBuilder();
    // Every key that the record has: one that is added later appears by itself.
    cell.outcome()
        .result()
        .available()
        .forEach((key, metric) ->
            lines.append(
                String.format(
                    Locale.ROOT, "%s%s %s %s%n", name, key.id(), metric.median(), metric.unit())));
    return lines.toString();
  }
}
