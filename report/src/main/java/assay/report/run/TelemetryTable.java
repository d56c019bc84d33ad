package assay.report.run;

import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Energy;
import assay.core.record.Gauge;
import assay.core.record.Interference;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.Telemetry;
import assay.core.telemetry.Share;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Energy, load and interference of each measured cell, one per row. */
final class TelemetryTable {
  private static final MetricKey ENERGY = MetricKey.ENERGY_PER_EXECUTION;

  private final RunPage page;

  /** Why cells have no energy, by kind of reason: the text without its numbers. */
  private final Map<String, List<String>> reasons = new HashMap<>();

  TelemetryTable(RunPage page) {
    this.page = page;
  }

  /** The table; empty if no cell was measured. */
  Optional<Table> of(List<Cell> cells) {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      CellResult result = cell.outcome().result();
      String why = result == null ? null : result.whyNot(ENERGY);
      if (why != null) {
        reasons.computeIfAbsent(kind(why), _ -> new ArrayList<>()).add(why);
      }
    }
    for (Cell cell : cells) {
      if (cell.outcome() instanceof Outcome.Measured<CellResult> measured) {
        rows.add(page.row(Emphasis.NONE, cell.id(), row(measured.result())));
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>(page.cellColumns());
    for (String key : List.of("energy", "power", "idle", "efficiency", "cpu", "clock")) {
      columns.add(page.column(Table.Type.NUMBER, key));
    }
    columns.add(page.column(Table.Type.TEXT, "interference"));
    return Optional.of(
        new Table(
            "telemetry",
            page.text("telemetry"),
            columns,
            rows,
            List.of(page.text("telemetry.note"))));
  }

  private List<Table.Cell> row(CellResult result) {
    Telemetry<Energy> telemetry = result.telemetry();
    Map<String, Gauge> gauges = telemetry.utilization().orNull();
    return List.of(
        energy(result),
        power(result, MetricKey.AVERAGE_POWER),
        idle(result),
        power(result, MetricKey.EFFICIENCY),
        gauge(gauges, "cpu.busy", "cpu.utilization"),
        gauge(gauges, "cpu.frequency.mean", "cpu.frequency"),
        page.words(interference(telemetry)));
  }

  private Table.Cell energy(CellResult result) {
    var joules = result.metric(ENERGY);
    if (joules == null) {
      String why = result.whyNot(ENERGY);
      return page.missing(why == null ? page.text("missing.unsaid") : first(why));
    }
    Double uncertain = Energy.ownUncertaintyPercent(result.telemetry().energies());
    return new Table.Cell.Figure(
        page.format().value(joules.median(), joules.unit()),
        joules.median(),
        uncertain == null ? null : page.format().plusMinus(uncertain));
  }

  /** Each kind of reason appears once, with the numbers of its first cell. */
  private String first(String reason) {
    List<String> alike = reasons.getOrDefault(kind(reason), List.of(reason));
    return alike.stream().distinct().count() < 2
        ? reason
        : page.text("telemetry.alike", page.format().count(alike.size()), alike.getFirst());
  }

  private static String kind(String reason) {
    return reason.replaceAll("[0-9][0-9.,e+-]*", "#");
  }

  private Table.Cell power(CellResult result, MetricKey key) {
    return result.metric(key) != null ? page.metric(result, key) : page.words("–");
  }

  /** Idle power of the cell's own domains; like their energy, none if one of them is missing. */
  private Table.Cell idle(CellResult result) {
    if (result.metric(ENERGY) == null) {
      return page.words("–");
    }
    List<Energy> own =
        result.telemetry().energies().stream().filter(e -> e.share() == Share.PRIMARY).toList();
    double watts = 0;
    for (Energy energy : own) {
      Double idle = energy.idleWatts();
      if (idle == null) {
        return page.missing(page.text("telemetry.no-idle"));
      }
      watts += idle;
    }
    return own.isEmpty() ? page.words("–") : page.value(watts, "W");
  }

  private Table.Cell gauge(@Nullable Map<String, Gauge> gauges, String... names) {
    for (String name : names) {
      Gauge gauge = gauges == null ? null : gauges.get(name);
      if (gauge != null) {
        return page.value(gauge.mean(), gauge.unit());
      }
    }
    return page.words("–");
  }

  private String interference(Telemetry<Energy> telemetry) {
    return telemetry.interference().isEmpty()
        ? page.text("telemetry.no-interference")
        : telemetry.interference().stream()
            .map(Interference::text)
            .collect(Collectors.joining("; "));
  }
}
