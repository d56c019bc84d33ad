package assay.report.export;

import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.ForkResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.stats.Quantiles;
import assay.report.compare.RunData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON in the format of JMH's own results, for tools that read it.
 *
 * <p>Three things differ in meaning. The score is the median of the forks' medians, not JMH's mean.
 * {@code scoreConfidence} is Assay's 95 % interval over forks and {@code scoreError} half its
 * width; JMH's is a 99.9 % interval over pooled iterations, which is too narrow. Where there is no
 * interval they are {@code "NaN"}, quoted as JMH does. {@code rawData} has a row per fork, and none
 * if the forks are not available.
 *
 * <p>Only measured cells appear, because the format has room for nothing but scores. A file is of
 * one run, because its readers compare files and take a benchmark's name for unique within one.
 */
public final class JmhExport implements Export {
  private static final double[] PERCENTILES = {
    0, 50, 90, 95, 99, 99.9, 99.99, 99.999, 99.9999, 100
  };
  private static final String NOT_A_NUMBER = "NaN";

  /** Needs nothing. */
  public JmhExport() {}

  @Override
  public String name() {
    return "jmh";
  }

  @Override
  public String description() {
    return "JSON in JMH's format, with the raw times of each fork";
  }

  @Override
  public List<ExportFile> export(ExportInput input) {
    return input.fileEach("jmh-result.json", JmhExport::results);
  }

  private static String results(RunData run) {
    ArrayNode root = JsonText.NODES.arrayNode();
    for (Cell cell : run.record().cells()) {
      if (cell.outcome() instanceof Outcome.Measured<CellResult> measured) {
        cell(root, run, cell, measured);
      }
    }
    return JsonText.document(root);
  }

  private static void cell(
      ArrayNode root, RunData data, Cell cell, Outcome.Measured<CellResult> measured) {
    Metric time = measured.result().metric(MetricKey.TIME);
    if (time == null) {
      return;
    }
    RunRecord run = data.record();
    List<ForkResult> forks = data.counted(cell.id());
    ObjectNode node = root.addObject();
    node.put("jmhVersion", "Assay " + run.assay().version());
    node.put("benchmark", benchmark(cell));
    node.put("mode", "avgt");
    node.put("threads", 1);
    node.put("forks", time.forks());
    node.put("jvm", "not recorded");
    ArrayNode arguments = node.putArray("jvmArgs");
    run.plan().jvmArgs().forEach(arguments::add);
    String jdk = run.environment().settings().getOrDefault("jdk", "not recorded");
    node.put("jdkVersion", jdk).put("vmName", jdk).put("vmVersion", jdk);
    iterations(node, run, forks);
    node.putObject("params")
        .put("workload", cell.id().workload())
        .put("target", cell.id().target())
        .put("precision", cell.id().precision())
        .put("run", run.runId().value());
    primary(node.putObject("primaryMetric"), time, forks);
    ObjectNode others = node.putObject("secondaryMetrics");
    OwnMetrics.of(measured)
        .forEach((key, metric) -> {
          if (key != MetricKey.TIME) {
            ObjectNode other = others.putObject(key.id());
            score(other, metric, metric.unit());
            other.putObject("scorePercentiles");
            other.putArray("rawData");
          }
        });
  }

  /** A name like a method's, because readers split it at dots. */
  private static String benchmark(Cell cell) {
    String family = cell.id().workload().split("/", 2)[0];
    return "assay." + word(family) + "." + word(cell.id().target());
  }

  private static String word(String text) {
    return text.replaceAll("[^A-Za-z0-9_]", "_");
  }

  private static void iterations(ObjectNode node, RunRecord run, List<ForkResult> forks) {
    if (!forks.isEmpty()) {
      int recorded = forks.getFirst().timing().warmupSamples().size();
      String planned = run.plan().parameters().get("warmupIterations");
      node.put("warmupIterations", planned == null ? recorded : Integer.parseInt(planned));
      node.put("warmupTime", length(run, "warmupMillis"));
      node.put("warmupBatchSize", 1);
      node.put("measurementIterations", forks.getFirst().timing().time().size());
      node.put("measurementTime", length(run, "iterationMillis"));
      node.put("measurementBatchSize", 1);
    }
  }

  private static String length(RunRecord run, String name) {
    String millis = run.plan().parameters().get(name);
    return millis == null ? "not recorded" : millis + " ms";
  }

  private static void primary(ObjectNode node, Metric time, List<ForkResult> forks) {
    score(node, time, "s/op");
    ObjectNode percentiles = node.putObject("scorePercentiles");
    ArrayNode raw = node.putArray("rawData");
    List<Double> pooled = new ArrayList<>();
    for (ForkResult fork : forks) {
      ArrayNode row = raw.addArray();
      for (double sample : fork.timing().time().toArray()) {
        row.add(sample);
        pooled.add(sample);
      }
    }
    if (!pooled.isEmpty()) {
      double[] all = pooled.stream().mapToDouble(Double::doubleValue).toArray();
      for (double p : PERCENTILES) {
        percentiles.put(String.format(Locale.ROOT, "%s", p), Quantiles.quantile(all, p / 100));
      }
    }
  }

  private static void score(ObjectNode node, Metric metric, String unit) {
    node.put("score", metric.median());
    ArrayNode interval = JsonText.NODES.arrayNode();
    Double low = metric.ciLow();
    Double high = metric.ciHigh();
    if (low == null || high == null) {
      node.put("scoreError", NOT_A_NUMBER);
      interval.add(NOT_A_NUMBER).add(NOT_A_NUMBER);
    } else {
      node.put("scoreError", (high - low) / 2);
      interval.add(low).add(high);
    }
    node.set("scoreConfidence", interval);
    node.put("scoreUnit", unit);
  }
}
