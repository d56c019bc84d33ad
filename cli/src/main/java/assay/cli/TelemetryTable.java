package assay.cli;

import assay.core.record.MetricKey;
import assay.core.availability.Remedy;
import assay.core.record.Cell;
import assay.core.record.Outcome;
import assay.core.record.Energy;
import assay.core.record.CellResult;
import assay.core.record.Gauge;
import assay.core.record.Interference;
import assay.core.record.Metric;
import assay.core.record.RunRecord;
import assay.core.record.RunTelemetry;
import assay.core.telemetry.Share;
import assay.core.record.Telemetry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was observed beside a run: a line a cell, then the sources that gave no energy and why. */
final class TelemetryTable {
  private final RunRecord run;

  /**
   * By kind of reason (its text without the figures): the first such reason, and how many cells.
   */
  private final Map<String, Missing> missing = new LinkedHashMap<>();

  private int rows;
  private boolean energy;

  TelemetryTable(RunRecord run) {
    this.run = run;
  }

  @Override
  public String toString() {
    if (run.telemetry().off() != null) {
      return "\ntelemetry: unavailable, " + run.telemetry().off() + "\n";
    }
    TextTable table =
        new TextTable(
            "workload",
            "target",
            "prec",
            "energy/execution",
            "power (idle)",
            "efficiency",
            "CPU",
            "clock",
            "seen");
    boolean any = false;
    for (Cell cell : run.cells()) {
      if (cell.outcome() instanceof Outcome.Measured<CellResult> measured) {
        row(table, cell, measured.result());
        any = true;
      }
    }
    return (any ? "\n" + table : "") + footer();
  }

  private record Missing(String reason, int cells) {
    Missing again() {
      return new Missing(reason, cells + 1);
    }
  }

  private void row(TextTable table, Cell cell, CellResult figures) {
    rows++;
    Telemetry<Energy> telemetry = figures.telemetry();
    Map<String, Gauge> gauges = telemetry.utilization().orNull();
    table.row(
        cell.id().workload(),
        cell.id().target(),
        cell.id().precision(),
        joules(figures),
        power(figures),
        metric(figures.metric(MetricKey.EFFICIENCY)),
        gauge(gauges, "cpu.busy", "cpu.utilization"),
        gauge(gauges, "cpu.frequency.mean", "cpu.frequency"),
        seen(telemetry));
  }

  private String joules(CellResult figures) {
    Metric joules = figures.metric(MetricKey.ENERGY_PER_EXECUTION);
    if (joules == null) {
      String why = figures.whyNot(MetricKey.ENERGY_PER_EXECUTION);
      String reason = why == null ? "no reason given" : why;
      missing.merge(
          reason.replaceAll("[0-9][0-9.,e+-]*", "#"),
          new Missing(reason, 1),
          (first, one) -> first.again());
      return "unavailable";
    }
    energy = true;
    return Quantity.of(joules.median(), "J")
        + String.format(Locale.ROOT, " ±%.2g %%", Energy.ownUncertaintyPercent(figures.telemetry().energies()));
  }

  private static List<Energy> own(CellResult figures) {
    return figures.telemetry().energies().stream()
        .filter(e -> e.share() == Share.PRIMARY)
        .toList();
  }

  private static String power(CellResult figures) {
    Metric power = figures.metric(MetricKey.AVERAGE_POWER);
    if (power == null) {
      return "-";
    }
    double idle = 0;
    for (Energy e : own(figures)) {
      if (e.idleWatts() == null) {
        return Quantity.of(power.median(), "W") + " (idle unknown)";
      }
      idle += e.idleWatts();
    }
    return Quantity.of(power.median(), "W") + " (" + Quantity.of(idle, "W") + ")";
  }

  private static String metric(@Nullable Metric metric) {
    return metric == null ? "-" : Quantity.of(metric.median(), metric.unit());
  }

  private static String gauge(@Nullable Map<String, Gauge> gauges, String... names) {
    for (String name : names) {
      Gauge gauge = gauges == null ? null : gauges.get(name);
      if (gauge != null) {
        return gauge.unit().equals("%")
            ? Quantity.plain(gauge.mean()) + " %"
            : Quantity.of(gauge.mean(), gauge.unit());
      }
    }
    return "-";
  }

  private static String seen(Telemetry<Energy> telemetry) {
    return telemetry.interference().isEmpty()
        ? "nothing"
        : telemetry.interference().stream()
            .map(Interference::text)
            .collect(Collectors.joining("; "));
  }

  private String footer() {
    StringBuilder text = new StringBuilder("\n");
    RunTelemetry telemetry = run.telemetry();
    if (telemetry.root() != null) {
      text.append("/sys and /proc were read under ")
          .append(telemetry.root())
          .append(": energy, power and settings are of what stands there, not of this machine\n");
    }
    for (RunTelemetry.CrossChecked check : telemetry.crossChecks()) {
      if (Boolean.FALSE.equals(check.agree())) {
        text.append("energy of ")
            .append(check.domain())
            .append(" is doubtful (")
            .append(check.when())
            .append("): ")
            .append(check.text())
            .append('\n');
      }
    }
    text.append(missing());
    if (!energy && rows > 0) {
      for (RunTelemetry.Source source : telemetry.sources()) {
        if (source.energy() && !source.available()) {
          text.append("  ").append(source.id()).append(": ").append(source.finding()).append('\n');
          text.append("    remedy: ").append(Remedy.textOf(source.remedy())).append('\n');
        }
      }
    }
    return text.toString();
  }

  /**
   * Why cells have no energy: one kind of reason is told once, with the figures of its first cell.
   */
  private String missing() {
    int cells = missing.values().stream().mapToInt(Missing::cells).sum();
    if (cells == 0) {
      return "";
    }
    if (missing.size() == 1 && cells == rows) {
      return "energy: unavailable (" + missing.values().iterator().next().reason() + ")\n";
    }
    StringBuilder text = new StringBuilder("energy: unavailable in ");
    text.append(cells).append(" of ").append(rows).append(" cells\n");
    for (Missing kind : missing.values()) {
      text.append("  ")
          .append(kind.cells())
          .append(kind.cells() == 1 ? " cell: " : " cells, the first: ")
          .append(kind.reason())
          .append('\n');
    }
    return text.toString();
  }
}
