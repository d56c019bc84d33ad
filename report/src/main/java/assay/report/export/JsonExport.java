package assay.report.export;

import assay.core.device.Synthesis;
import assay.core.record.Metric;
import assay.core.record.RunRecord;
import assay.report.compare.Comparison;
import assay.report.compare.RunData;
import assay.report.nightly.NightlyVerdict;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON: {@code figures.json} with an object per metric, {@code models.json} where a
 * register-transfer model was simulated, {@code comparison.json} where there is a comparison, and
 * {@code gate.json} where there is a nightly verdict. A missing value is null, next to its reason.
 */
public final class JsonExport implements Export {
  /** Raised with every incompatible change. */
  static final int FORMAT_VERSION = 1;

  /** Needs nothing. */
  public JsonExport() {}

  @Override
  public String name() {
    return "json";
  }

  @Override
  public String description() {
    return "JSON: flat metrics, RTL models, the comparison, and the nightly verdict";
  }

  @Override
  public List<ExportFile> export(ExportInput input) {
    List<ExportFile> files = new ArrayList<>();
    files.add(new ExportFile("figures.json", figures(input.runs())));
    List<ModelRow> models =
        input.runs().stream().flatMap(run -> ModelRow.of(run.record()).stream()).toList();
    if (!models.isEmpty()) {
      files.add(new ExportFile("models.json", models(models)));
    }
    if (input.comparison() != null) {
      files.add(new ExportFile("comparison.json", comparison(input.comparison())));
    }
    if (input.verdict() != null) {
      files.add(new ExportFile("gate.json", verdict(input.verdict())));
    }
    return files;
  }

  /** A nightly verdict only. */
  public static String verdict(NightlyVerdict verdict) {
    return NightlyJson.write(verdict);
  }

  /** A comparison only, as {@code assay compare --json} prints it. */
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

  private static String models(List<ModelRow> rows) {
    ObjectNode root = JsonText.NODES.objectNode();
    root.put("formatVersion", FORMAT_VERSION);
    root.put("kind", ModelRow.KIND);
    ArrayNode models = root.putArray("models");
    rows.forEach(row -> model(models.addObject(), row));
    return JsonText.document(root);
  }

  private static void model(ObjectNode node, ModelRow row) {
    Synthesis routed = row.synthesis();
    node.put("run", row.run())
        .put("startedUtc", row.startedUtc())
        .put("workload", row.cell().id().workload())
        .put("target", row.cell().id().target())
        .put("precision", row.cell().id().precision())
        .put("model", row.model())
        .put("engine", row.engine())
        .put("modelCycles", row.figures().cycles())
        .put("modelMacs", row.figures().macs())
        .put("modelMacsPerCycle", row.figures().macsPerCycle())
        .put("modelPeakMacsPerCycle", row.figures().peakMacsPerCycle())
        .put("modelShareOfPeak", row.figures().shareOfPeak())
        .put("routedFmaxMegahertz", routed == null ? null : routed.fmaxMegahertz())
        .put("part", routed == null ? null : routed.part())
        .put("lut4", routed == null ? null : routed.lut4())
        .put("flipFlops", routed == null ? null : routed.flipFlops())
        .put("dsps", routed == null ? null : routed.dsps())
        .put("blockRams", routed == null ? null : routed.blockRams())
        .put("reason", row.reason());
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
