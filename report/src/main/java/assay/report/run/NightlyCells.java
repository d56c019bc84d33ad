package assay.report.run;

import assay.core.record.CellId;
import assay.core.record.MetricKey;
import assay.report.document.Level;
import assay.report.document.Table.Cell;
import assay.report.nightly.NightlyPage;
import assay.report.nightly.NightlyVerdict;
import assay.report.nightly.SeriesReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run's table says of series: their verdicts, and the commands that measure them again. */
final class NightlyCells {
  private final RunPage page;
  private final Reproduce reproduce;
  private final @Nullable NightlyPage nightly;
  private final Map<Series, SeriesReport> reports = new HashMap<>();

  private record Series(CellId cell, String metric) {}

  NightlyCells(RunPage page, RunReportInput input) {
    this.page = page;
    reproduce = new Reproduce(input.run());
    NightlyVerdict verdict = input.ownVerdict();
    if (verdict == null) {
      nightly = null;
    } else {
      nightly = new NightlyPage(List.of(verdict), page.format().language());
      verdict.series().stream()
          .filter(report -> report.tonight() != null)
          .forEach(report ->
              reports.put(new Series(report.series().cell(), report.series().metric()), report));
    }
  }

  /** The verdict on the series of a cell's metric, or that there is none. */
  Cell verdict(CellId cell, MetricKey metric) {
    SeriesReport report = reports.get(new Series(cell, metric.id()));
    return nightly == null || report == null
        ? page.chip(Level.NEUTRAL, page.text("not-judged"))
        : nightly.verdict(report);
  }

  /** The command that measures a cell again. */
  Cell command(CellId cell) {
    return new Cell.Command(reproduce.cell(cell));
  }

  /** Whether the commands use the run's own suite. */
  boolean exact() {
    return reproduce.exact();
  }
}
