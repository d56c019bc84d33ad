package assay.report.export;

import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prometheus' text format for the textfile collector: {@code assay.prom} of the newest run, because
 * a scrape shows one point in time. Base units, and no timestamps (the collector refuses them): the
 * run's start is in {@code assay_run_start_time_seconds}, its name in {@code assay_run}.
 *
 * <p>Every gauge has the label {@code suite}: the collector refuses two files in its folder with a
 * series of the same name and labels, and a machine may have a file for each of its suites.
 *
 * <p>Each metric is a gauge with the labels {@code workload}, {@code target}, {@code precision} and
 * {@code estimate}: {@code median}, and {@code ci_low} and {@code ci_high} where there is an
 * interval. A cell without metrics appears only in {@code assay_cell}, with its status. A
 * register-transfer model has gauges of its own, {@code assay_rtl_model_…}, with the labels {@code
 * kind="RTL_MODEL"} and {@code model}. The nightly verdict is in {@code assay_gate_…}.
 */
public final class PrometheusExport implements Export {
  private final Map<String, List<GaugeDataPointSnapshot>> points = new TreeMap<>();
  private final Map<String, String> help = new TreeMap<>();
  private final Labels suite;

  /** Needs nothing. */
  public PrometheusExport() {
    this(Labels.EMPTY);
  }

  private PrometheusExport(Labels suite) {
    this.suite = suite;
  }

  @Override
  public String name() {
    return "prom";
  }

  @Override
  public String description() {
    return "Prometheus text format for the textfile collector";
  }

  @Override
  public List<ExportFile> export(ExportInput input) {
    RunRecord run = input.newest();
    PrometheusExport gauges = new PrometheusExport(Labels.of("suite", run.suite()));
    if (input.verdict() != null) {
      new GateGauges(gauges::add).add(input.verdict());
    }
    return List.of(new ExportFile("assay.prom", gauges.write(run)));
  }

  private String write(RunRecord run) {
    run(run);
    for (Cell cell : run.cells()) {
      cell(cell);
    }
    ModelRow.of(run).forEach(this::model);
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    points.forEach((name, own) -> {
      GaugeSnapshot.Builder gauge =
          GaugeSnapshot.builder().name(name).help(help.getOrDefault(name, ""));
      own.forEach(gauge::dataPoint);
      all.metricSnapshot(gauge.build());
    });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create()
          .write(out, all.build(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private void run(RunRecord run) {
    Labels labels = Labels.of("run", run.runId().value(), "version", run.assay().version());
    add("assay_run", "The run of these metrics; always 1.", 1, labels);
    double seconds = run.startedUtc().toEpochMilli() / 1000.0;
    add(
        "assay_run_start_time_seconds",
        "Start of the run, seconds since 1970.",
        seconds,
        Labels.EMPTY);
  }

  private void cell(Cell cell) {
    Labels labels = labels(cell);
    Outcome<CellResult> outcome = cell.outcome();
    add(
        "assay_cell",
        "A cell and its status; always 1.",
        1,
        labels.merge(
            Labels.of(
                "status",
                outcome.status().name(),
                "emulated",
                String.valueOf(outcome.simulated()))));
    if (outcome instanceof Outcome.Measured<CellResult> measured) {
      OwnMetrics.of(measured).forEach((key, metric) -> figure(labels, key, metric));
    }
  }

  private static Labels labels(Cell cell) {
    return Labels.of(
        "workload", cell.id().workload(),
        "target", cell.id().target(),
        "precision", cell.id().precision());
  }

  private void model(ModelRow row) {
    Labels labels =
        labels(row.cell()).merge(Labels.of("kind", ModelRow.KIND, "model", row.model()));
    add(
        "assay_rtl_model_cycles",
        "Cycles of a simulated register-transfer model; no hardware ran.",
        (double) row.figures().cycles(),
        labels);
    add(
        "assay_rtl_model_macs_per_cycle",
        "Multiply-adds per cycle of a simulated register-transfer model.",
        row.figures().macsPerCycle(),
        labels);
    add(
        "assay_rtl_model_peak_ratio",
        "Multiply-adds per cycle as a share of the simulated array's peak.",
        row.figures().shareOfPeak(),
        labels);
  }

  private void figure(Labels labels, MetricKey key, Metric metric) {
    PrometheusName gauge = PrometheusName.of(key, metric.unit());
    Labels own =
        gauge.percentile().isEmpty() ? labels : labels.add("percentile", gauge.percentile());
    point(gauge, own, "median", metric.median());
    Double low = metric.ciLow();
    Double high = metric.ciHigh();
    if (low != null && high != null) {
      point(gauge, own, "ci_low", low);
      point(gauge, own, "ci_high", high);
    }
  }

  private void point(PrometheusName gauge, Labels labels, String estimate, double value) {
    add(gauge.name(), gauge.help(), value * gauge.factor(), labels.add("estimate", estimate));
  }

  private void add(String name, String text, double value, Labels labels) {
    help.putIfAbsent(name, text);
    points
        .computeIfAbsent(name, key -> new ArrayList<>())
        .add(GaugeDataPointSnapshot.builder().value(value).labels(labels.merge(suite)).build());
  }
}
