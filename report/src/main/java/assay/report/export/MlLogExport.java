package assay.report.export;

import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.record.Training;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lines in the format of MLPerf's logs, {@code :::MLLOG} and a JSON object, for tools that read it.
 * These are Assay's own workloads, not an MLPerf benchmark or result: the namespace is {@code
 * assay}, the first line says so, and no {@code submission_…} key is written, without which
 * MLPerf's checker accepts no log.
 *
 * <p>A register-transfer model has one line, {@code rtl_model}, whose value says what it is; none
 * of its counts uses the key of a metric.
 *
 * <p>A log is of one run, because its readers expect one {@code run_start} and one {@code
 * run_stop}.
 *
 * <p>{@code time_ms} is the run's start for the lines before the cells and its end for all others,
 * because the record has no times of single events.
 */
public final class MlLogExport implements Export {
  private static final String PREFIX = ":::MLLOG ";

  /** Needs nothing. */
  public MlLogExport() {}

  @Override
  public String name() {
    return "mllog";
  }

  @Override
  public String description() {
    return "lines in the format of MLPerf's logs; not an MLPerf result";
  }

  @Override
  public List<ExportFile> export(ExportInput input) {
    return input.fileEach("mllog.log", data -> log(data.record()));
  }

  private static String log(RunRecord run) {
    List<String> lines = new ArrayList<>();
    Instant start = run.startedUtc();
    Instant finished = run.finishedUtc();
    Instant end = finished == null ? start : finished;
    add(
        lines,
        start,
        "POINT_IN_TIME",
        "notice",
        JsonText.NODES.stringNode("an Assay measurement in this format; not an MLPerf result"),
        null);
    add(lines, start, "POINT_IN_TIME", "seed", JsonText.NODES.numberNode(run.seed()), null);
    add(
        lines,
        start,
        "INTERVAL_START",
        "run_start",
        JsonText.NODES.stringNode(run.runId().value()),
        null);
    run.cells().forEach(cell -> cell(lines, end, cell));
    ModelRow.of(run)
        .forEach(row -> add(lines, end, "POINT_IN_TIME", "rtl_model", model(row), row.cell()));
    add(
        lines,
        end,
        "INTERVAL_END",
        "run_stop",
        JsonText.NODES.stringNode(run.runId().value()),
        null);
    return String.join("\n", lines) + "\n";
  }

  private static void cell(List<String> lines, Instant end, Cell cell) {
    Outcome<CellResult> outcome = cell.outcome();
    ObjectNode status = JsonText.NODES.objectNode().put("status", outcome.status().name());
    status.put("emulated", outcome.simulated()).put("reason", outcome.reason());
    add(lines, end, "POINT_IN_TIME", "cell_status", status, cell);
    if (!(outcome instanceof Outcome.Measured<CellResult> measured)) {
      return;
    }
    OwnMetrics.of(measured)
        .forEach((key, metric) -> add(lines, end, "POINT_IN_TIME", key.id(), figure(metric), cell));
    Training training = measured.result().training();
    if (training != null) {
      training(lines, end, cell, training);
    }
  }

  private static JsonNode model(ModelRow row) {
    return JsonText.NODES
        .objectNode()
        .put("kind", ModelRow.KIND)
        .put("model", row.model())
        .put("cycles", row.figures().cycles())
        .put("macs_per_cycle", row.figures().macsPerCycle())
        .put("peak_macs_per_cycle", row.figures().peakMacsPerCycle())
        .put("share_of_peak", row.figures().shareOfPeak());
  }

  private static JsonNode figure(Metric metric) {
    return JsonText.NODES
        .objectNode()
        .put("unit", metric.unit())
        .put("median", metric.median())
        .put("ci_low", metric.ciLow())
        .put("ci_high", metric.ciHigh())
        .put("forks", metric.forks());
  }

  /** Accuracies of the first fork, by the keys that MLPerf's training logs use. */
  private static void training(List<String> lines, Instant end, Cell cell, Training training) {
    for (int i = 0; i < training.testAccuracy().size(); i++) {
      ObjectNode line =
          line(
              end,
              "POINT_IN_TIME",
              "eval_accuracy",
              JsonText.NODES.numberNode(training.testAccuracy().get(i)),
              cell);
      double epochs = training.epochsAt(i);
      ObjectNode metadata = (ObjectNode) line.get("metadata");
      if (epochs == Math.rint(epochs)) {
        metadata.put("epoch_num", (long) epochs);
      } else {
        metadata.put("epoch_num", epochs);
      }
      lines.add(PREFIX + JsonText.line(line));
    }
  }

  private static void add(
      List<String> lines,
      Instant at,
      String type,
      String key,
      JsonNode value,
      @Nullable Cell cell) {
    lines.add(PREFIX + JsonText.line(line(at, type, key, value, cell)));
  }

  private static ObjectNode line(
      Instant at, String type, String key, JsonNode value, @Nullable Cell cell) {
    ObjectNode node = JsonText.NODES.objectNode();
    node.put("namespace", "assay");
    node.put("time_ms", at.toEpochMilli());
    node.put("event_type", type);
    node.put("key", key);
    node.set("value", value);
    // Readers of the format expect a position in a source file; the record is the source.
    ObjectNode metadata = node.putObject("metadata").put("file", "run.json").put("lineno", 1);
    if (cell != null) {
      metadata
          .put("workload", cell.id().workload())
          .put("target", cell.id().target())
          .put("precision", cell.id().precision());
    }
    return node;
  }
}
