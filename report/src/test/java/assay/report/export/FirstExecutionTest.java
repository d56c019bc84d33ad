package assay.report.export;

import static assay.core.record.MetricKey.FIRST_EXECUTION;
import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import assay.report.compare.Change;
import assay.report.compare.Comparison;
import assay.report.compare.RunData;
import assay.report.render.html.HtmlRenderer;
import assay.report.render.text.TextRenderer;
import assay.report.run.RunDocument;
import assay.report.run.RunReport;
import assay.report.run.RunReportInput;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import assay.report.text.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A metric that nothing here names but its key stands in the table, on the page, in every export
 * and in comparisons.
 */
class FirstExecutionTest {
  private static final RunData BASE = run("2026-10-01T02:00:00Z", 1, 100);
  private static final RunData OTHER = run("2026-10-01T07:00:00Z", 2, 50);
  private static final ExportInput INPUT =
      new ExportInput(List.of(BASE, OTHER), Comparison.of(BASE, OTHER));

  /** A measured cell whose first execution takes {@code factor} times as long as the others. */
  private static RunData run(String started, long seed, double factor) {
    SampleRun sample =
        new SampleRuns(SampleSystem.number(0), Instant.parse(started), seed)
            .measured(SampleRuns.id(ExportSamples.GEMM, "cpu-simd"), 1)
            .done();
    List<ForkRecord> forks = new ArrayList<>();
    double[] seconds = new double[sample.forks().size()];
    for (ForkRecord fork : sample.forks()) {
      Outcome<ForkResult> outcome = fork.outcome();
      double first = factor * Quantiles.median(result(outcome).timing().time().toArray());
      seconds[forks.size()] = first;
      forks.add(
          new ForkRecord(
              fork.cell(), fork.context(), outcome.map((device, result) -> with(result, first))));
    }
    RunRecord run = sample.record();
    Cell cell = run.cells().getFirst();
    Metric metric =
        Metric.of(
            "s",
            Quantiles.median(seconds),
            MedianInterval.of(seconds),
            seconds.length,
            seconds.length,
            true,
            null);
    Outcome<CellResult> outcome = cell.outcome().map((device, result) -> with(result, metric));
    return RunData.of(with(run, new Cell(cell.id(), cell.work(), outcome)), forks);
  }

  private static ForkResult result(Outcome<ForkResult> outcome) {
    return Objects.requireNonNull(outcome.result());
  }

  private static ForkResult with(ForkResult fork, double first) {
    return new ForkResult(
        fork.timing().with(FIRST_EXECUTION, first),
        fork.training(),
        fork.telemetry(),
        fork.excludedCause(),
        fork.warmup());
  }

  private static CellResult with(CellResult cell, Metric first) {
    Map<MetricKey, Availability<Metric>> metrics = new EnumMap<>(cell.metrics());
    metrics.put(FIRST_EXECUTION, new Availability.Available<>(first));
    return new CellResult(metrics, cell.steadyStates(), cell.telemetry(), cell.training());
  }

  private static RunRecord with(RunRecord run, Cell cell) {
    return new RunRecord(
        run.schemaVersion(),
        run.runId(),
        run.startedUtc(),
        run.finishedUtc(),
        run.suite(),
        run.seed(),
        run.assay(),
        run.environment(),
        run.plan(),
        run.telemetry(),
        List.of(cell));
  }

  @Test
  void itIsInTheTableAndOnThePage() {
    for (Language language : Language.values()) {
      String table =
          new TextRenderer(TextRenderer.UNLIMITED)
              .render(RunDocument.of(BASE.record(), language, Remedy::text));
      assertThat(table).contains(language == Language.EN ? "First execution" : "");
      String page =
          new HtmlRenderer()
              .render(RunReport.of(RunReportInput.of(BASE.record(), List.of()), language));
      assertThat(page).contains("results-gemm-start");
    }
  }

  @Test
  void itIsInEveryExportOfMetrics() {
    for (Export export :
        List.of(new JsonExport(), new MlLogExport(), new JmhExport(), new GithubActionExport())) {
      assertThat(export.export(INPUT))
          .as(export.name())
          .anyMatch(file -> file.content().contains("firstExecution"));
    }
    assertThat(new CsvExport().export(INPUT).getFirst().content()).contains(",firstExecution,s,");
    assertThat(ExportSamples.only(new PrometheusExport(), INPUT))
        .contains("# HELP assay_first_execution_seconds " + FIRST_EXECUTION.meaning())
        .contains("assay_first_execution_seconds{");
  }

  @Test
  void itIsCompared() {
    List<Change> changes =
        Comparison.of(BASE, OTHER).others().getFirst().cells().getFirst().changes();
    assertThat(changes)
        .filteredOn(change -> change.key() == FIRST_EXECUTION)
        .singleElement()
        .isInstanceOfSatisfying(
            Change.Ratio.class,
            ratio -> {
              assertThat(ratio.ratio()).isBetween(1.8, 2.2);
              assertThat(ratio.verdict()).isEqualTo(assay.report.compare.Verdict.BETTER);
            });
  }
}
