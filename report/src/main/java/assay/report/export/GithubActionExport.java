package assay.report.export;

import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.MetricKey.Better;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON for github-action-benchmark, in two files because that program accepts one direction per
 * file: {@code customSmallerIsBetter} and {@code customBiggerIsBetter}. It covers the newest run;
 * metrics without a direction, such as power, are in neither file.
 */
public final class GithubActionExport implements Export {
  /** Needs nothing. */
  public GithubActionExport() {}

  @Override
  public String name() {
    return "gab";
  }

  @Override
  public String description() {
    return "JSON for github-action-benchmark, one file for each direction";
  }

  @Override
  public List<ExportFile> export(ExportInput input) {
    RunRecord run = input.newest();
    return List.of(
        new ExportFile("smaller-is-better.json", entries(run, Better.LOWER)),
        new ExportFile("bigger-is-better.json", entries(run, Better.HIGHER)));
  }

  private static String entries(RunRecord run, Better better) {
    ArrayNode root = JsonText.NODES.arrayNode();
    for (Cell cell : run.cells()) {
      if (cell.outcome() instanceof Outcome.Measured<CellResult> measured) {
        OwnMetrics.of(measured)
            .forEach((key, metric) -> {
              if (key.better() == better) {
                entry(root.addObject(), run, cell, key, metric);
              }
            });
      }
    }
    return JsonText.document(root);
  }

  /** How its readers expect half the width of an interval. */
  static String range(double halfWidth) {
    return String.format(Locale.ROOT, "± %.3g", halfWidth);
  }

  private static void entry(
      ObjectNode node, RunRecord run, Cell cell, MetricKey key, Metric metric) {
    node.put("name", cell.id() + ": " + key);
    node.put("unit", metric.unit());
    node.put("value", metric.median());
    Double low = metric.ciLow();
    Double high = metric.ciHigh();
    if (low != null && high != null) {
      node.put("range", range((high - low) / 2));
    }
    node.put(
        "extra",
        "run "
            + run.runId()
            + "\n"
            + metric.forks()
            + " forks"
            + (low == null ? "\nno interval: " + metric.note() : "\n95 % interval"));
  }
}
