package assay.report.export;

import assay.core.result.Metric;
import assay.core.result.RunRecord;
import assay.report.compare.Comparison;
import assay.report.compare.RunData;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON: {@code figures.json} with an object a figure, and {@code comparison.json} where there is a
 * comparison. What is missing is null and stands beside its reason.
 */
public final class JsonExport implements Export {
  /** Raised with every change that a reader would misread. */
  static final int FORMAT_VERSION = 1;

  /** Needs nothing. */
  public JsonExport() {}

  @Override
  public String name() {
    return "json";
  }

  @Override
  public String description() {
    return "JSON: flat figures, and the comparison";
  }

  @Override
  public List<ExportFile> export(ExportInput input) {
    List<ExportFile> files = new ArrayList<>();
    files.add(new ExportFile("figures.json", figures(input.runs())));
    if (input.comparison() != null) {
      files.add(new ExportFile("comparison.json", comparison(input.comparison())));
    }
    return files;
  }

  /** The comparison alone; what {@code assay compare --json} prints. */
  public static String comparison(Comparison comparison) {
    return JsonText.document(ComparisonJson.of(comparison));
  }

  private static String figures(List<RunData> runs) {
    ObjectNode root = JsonText.NODES.objectNode();
    root.put("formatVersion", FORMAT_VERSION);
    ArrayNode figures = root.putArray("figures");
    for (RunData data : runs) {
      RunRecord run = data.record();
      FigureRow.of(run).forEach(row -> figure(figures.addObject(), row));
    }
    return JsonText.document(root);
  }

  private static void figure(ObjectNode node, FigureRow row) {
    Metric figure = row.figure();
    node.put("run", row.run())
        .put("startedUtc", row.startedUtc())
        .put("workload", row.workload())
        .put("target", row.target())
        .put("precision", row.precision())
        .put("status", row.status())
        .put("deviceKind", row.deviceKind())
        .put("device", row.device())
        .put("engine", row.engine())
        .put("metric", row.metric())
        .put("unit", figure == null ? null : figure.unit())
        .put("median", figure == null ? null : figure.median())
        .put("ciLow", figure == null ? null : figure.ciLow())
        .put("ciHigh", figure == null ? null : figure.ciHigh())
        .put("n", figure == null ? null : figure.n())
        .put("forks", figure == null ? null : figure.forks())
        .put("precisionMet", figure == null ? null : figure.precisionMet())
        .put("note", figure == null ? null : figure.note())
        .put("reason", row.reason())
        .put("remedy", row.remedy());
  }
}
