package assay.report.procurement;

import assay.core.record.Energy;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.RunTelemetry;
import assay.core.telemetry.Share;
import assay.report.chart.Quantity;
import assay.report.chart.TradeOff;
import assay.report.chart.TradeOffChart;
import assay.report.document.Block;
import assay.report.document.Block.Bullets;
import assay.report.document.Block.Paragraph;
import assay.report.document.Figure;
import assay.report.document.Level;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Row;
import assay.report.page.Page;
import assay.report.procurement.Result.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Energy as measured by the machines' own sensors only, with sensor and uncertainty. */
final class EnergySection {
  // With more than these, names no longer fit next to their points.
  private static final int MAX_NAMES = 16;

  private final DossierPage at;

  private EnergySection(DossierPage at) {
    this.at = at;
  }

  static Section of(DossierPage at) {
    EnergySection section = new EnergySection(at);
    List<Block> blocks = new ArrayList<>();
    section.unmetered(blocks);
    for (String unit : List.of("FLOP/s", "samples/s")) {
      section.figure(unit, blocks);
    }
    section.workloads(blocks);
    section.meters(blocks);
    return new Section("energy", at.text("energy"), blocks);
  }

  /** Systems without power figures, and why; readings from a stand-in folder do not count. */
  private void unmetered(List<Block> blocks) {
    List<Paragraph> items = new ArrayList<>();
    for (SystemUnderTest system : at.systems()) {
      List<Measured> all = at.comparison().of(system);
      if (all.stream().noneMatch(Measured::metered)) {
        items.add(new Paragraph(at.text("energy.none", system.label(), reason(system, all))));
      }
      long standIns = all.stream().filter(Measured::standIn).count();
      if (standIns > 0) {
        items.add(new Paragraph(at.plural("energy.stand-in", standIns, system.label())));
      }
    }
    if (items.isEmpty()) {
      blocks.add(new Paragraph(at.text("energy.intro")));
    } else {
      blocks.add(new Paragraph(at.text("energy.intro")));
      blocks.add(new Bullets(items));
    }
  }

  private String reason(SystemUnderTest system, List<Measured> all) {
    String off = system.record().telemetry().off();
    if (off != null) {
      return off;
    }
    String reasons =
        all.stream()
            .flatMap(each ->
                java.util.stream.Stream.ofNullable(each.result().telemetry().energy().whyNot()))
            .distinct()
            .limit(3)
            .collect(Collectors.joining("; "));
    return reasons.isEmpty() ? at.text("energy.no-own-domain") : reasons;
  }

  private void figure(String unit, List<Block> blocks) {
    List<TradeOff> curves = new ArrayList<>();
    int points = 0;
    for (SystemUnderTest system : at.systems()) {
      List<Measured> own =
          at.comparison().of(system).stream().filter(each -> drawn(each, unit)).toList();
      points += own.size();
      if (!own.isEmpty()) {
        curves.add(new TradeOff(system.label(), system.label(), points(own)));
      }
    }
    if (curves.isEmpty()) {
      return;
    }
    boolean samples = unit.equals("samples/s");
    blocks.add(
        new Figure(
            samples ? "power-samples" : "power-flop",
            TradeOffChart.power(
                new Quantity(at.text("power"), "W"),
                new Quantity(at.text("column.rate"), unit),
                new Quantity(at.text("energy.efficiency"), samples ? "samples/s/W" : "FLOP/s/W"),
                points > MAX_NAMES ? unnamed(curves) : curves,
                at.style()),
            title(curves, samples ? "samples/s/W" : "FLOP/s/W"),
            at.text("energy.alternative"),
            at.text("energy.caption"),
            null));
  }

  private String title(List<TradeOff> curves, String unit) {
    double max = 0;
    String best = "";
    for (TradeOff curve : curves) {
      for (TradeOff.Point point : curve.points()) {
        double efficiency = point.y().value() / point.x().value();
        if (efficiency > max) {
          max = efficiency;
          best = curve.label();
        }
      }
    }
    return at.text("energy.title", best, at.format().value(max, unit));
  }

  private static boolean drawn(Measured measured, String unit) {
    Metric throughput = measured.metric(MetricKey.THROUGHPUT);
    Metric power = measured.metric(MetricKey.AVERAGE_POWER);
    return measured.metered()
        && throughput != null
        && throughput.unit().equals(unit)
        && power != null
        && power.median() > 0
        && !new Task(measured.cell().id().workload(), "").ceiling();
  }

  private static List<TradeOff.Point> points(List<Measured> all) {
    List<TradeOff.Point> points = new ArrayList<>();
    for (Measured measured : all) {
      Metric throughput = measured.metric(MetricKey.THROUGHPUT);
      Metric power = measured.metric(MetricKey.AVERAGE_POWER);
      if (throughput != null && power != null) {
        points.add(
            new TradeOff.Point(
                measured.cell().id().workload(), Page.estimate(power), Page.estimate(throughput)));
      }
    }
    return points;
  }

  private static List<TradeOff> unnamed(List<TradeOff> curves) {
    return curves.stream()
        .map(curve ->
            new TradeOff(
                curve.series(),
                curve.label(),
                curve.points().stream()
                    .map(point -> new TradeOff.Point("", point.x(), point.y()))
                    .toList()))
        .toList();
  }

  private void workloads(List<Block> blocks) {
    List<Row> rows = new ArrayList<>();
    at.comparison()
        .tasks()
        .forEach((task, results) ->
            SystemComparison.measured(results).stream()
                .filter(each -> each.metered() || each.standIn())
                .forEach(each -> rows.add(row(task, each))));
    if (rows.isEmpty()) {
      return;
    }
    blocks.add(
        new Table(
            "joules",
            at.text("energy.table"),
            List.of(
                at.column(Table.Type.TEXT, "workload"),
                at.heading(Table.Type.TEXT, "system"),
                at.column(Table.Type.NUMBER, "rate"),
                at.explained(Table.Type.NUMBER, "power"),
                at.explained(Table.Type.NUMBER, "energy.per-unit"),
                at.heading(Table.Type.NUMBER, "energy.efficiency"),
                at.explained(Table.Type.STATUS, "energy.meter")),
            rows,
            List.of(at.text("energy.total"), at.text("farther-end"))));
  }

  private Row row(Task task, Measured measured) {
    MetricKey perUnit =
        measured.metric(MetricKey.ENERGY_PER_SAMPLE) == null
            ? MetricKey.ENERGY_PER_EXECUTION
            : MetricKey.ENERGY_PER_SAMPLE;
    return Row.of(
        at.words(task.toString()),
        at.words(measured.system().letter() + " · " + measured.target()),
        at.compact(measured, MetricKey.THROUGHPUT),
        ownMeter(at, measured, MetricKey.AVERAGE_POWER),
        ownMeter(at, measured, perUnit),
        ownMeter(at, measured, MetricKey.EFFICIENCY),
        measured.standIn()
            ? at.chip(Level.WARN, at.text("energy.stand-in.chip"))
            : new Cell.Chip(Level.NEUTRAL, grades(primary(measured)), uncertainty(measured)));
  }

  /** An energy metric, unless it was read from a stand-in folder. */
  static Cell ownMeter(DossierPage at, Measured measured, MetricKey key) {
    if (measured.standIn()) {
      return at.missing(at.text("energy.stand-in.reason"));
    }
    Map<MetricKey, String> reasons = measured.result().unavailable();
    String reason = reasons.getOrDefault(key, reasons.get(MetricKey.ENERGY_PER_EXECUTION));
    Metric own = measured.metric(key);
    return own == null
        ? at.missing(reason == null ? at.text("missing.unsaid") : reason)
        : at.compact(own, "");
  }

  private static List<Energy> primary(Measured measured) {
    return measured.energies().stream().filter(e -> e.share() == Share.PRIMARY).toList();
  }

  /** The largest uncertainty of the domains, an upper bound for that of their sum. */
  private String uncertainty(Measured measured) {
    return at.format()
        .plusMinus(
            primary(measured).stream().mapToDouble(Energy::uncertaintyPercent).max().orElseThrow());
  }

  private String grades(List<Energy> energies) {
    return energies.stream()
        .map(energy -> at.text(Grade.of(energy.source()).key()))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private void meters(List<Block> blocks) {
    List<Row> rows = new ArrayList<>();
    for (SystemUnderTest system : at.systems()) {
      for (RunTelemetry.Idle idle : system.record().telemetry().idle()) {
        rows.add(
            Row.of(
                at.words(system.label()),
                at.words(idle.domain()),
                at.words(idle.source()),
                at.chip(Level.NEUTRAL, at.text(Grade.of(idle.source()).key())),
                idle(system, idle),
                at.words(crossCheck(system, idle.domain()))));
      }
    }
    if (!rows.isEmpty()) {
      blocks.add(
          new Table(
              "meters",
              at.text("energy.meters"),
              List.of(
                  at.heading(Table.Type.TEXT, "system"),
                  at.column(Table.Type.TEXT, "domain"),
                  at.column(Table.Type.TEXT, "source"),
                  at.heading(Table.Type.STATUS, "energy.grade"),
                  at.explained(Table.Type.NUMBER, "energy.idle"),
                  at.heading(Table.Type.TEXT, "energy.cross-check")),
              rows,
              List.of(
                  at.text("grade.internal-counter.meaning"),
                  at.text("grade.board-sensor.meaning"),
                  at.text("grade.external-meter.meaning"))));
    }
  }

  private Cell idle(SystemUnderTest system, RunTelemetry.Idle idle) {
    Double watts = idle.watts();
    Double plusMinus = idle.plusMinusWatts();
    if (system.standIn() != null) {
      return at.missing(at.text("energy.stand-in.reason"));
    }
    return watts == null || plusMinus == null
        ? at.missing(idle.note())
        : new Cell.Figure(
            at.format().value(watts, "W"), watts, "± " + at.format().value(plusMinus, "W"));
  }

  private String crossCheck(SystemUnderTest system, String domain) {
    String texts =
        system.record().telemetry().crossChecks().stream()
            .filter(check -> check.domain().equals(domain))
            .map(check -> check.when().toLowerCase(Locale.ROOT) + ": " + check.text())
            .collect(Collectors.joining("; "));
    return texts.isEmpty() ? "–" : texts;
  }
}
