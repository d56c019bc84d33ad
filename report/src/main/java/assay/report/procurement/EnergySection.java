package assay.report.procurement;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.program.Work;
import assay.core.record.Energy;
import assay.core.record.ForkResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.RunTelemetry;
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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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
    Map<SystemUnderTest, List<Measured>> drawn = new LinkedHashMap<>();
    int points = 0;
    for (SystemUnderTest system : at.systems()) {
      List<Measured> own =
          at.comparison().of(system).stream().filter(each -> drawn(each, unit)).toList();
      points += own.size();
      if (!own.isEmpty()) {
        drawn.put(system, own);
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
            title(drawn, samples ? "samples/s/W" : "FLOP/s/W"),
            at.text("energy.alternative"),
            at.text("energy.caption"),
            null));
  }

  /**
   * Names a system only if its best is shown to be ahead of every other's: with known accuracy,
   * read by the same kind of meter, and by more than the sensors may be off.
   */
  private String title(Map<SystemUnderTest, List<Measured>> drawn, String unit) {
    List<Best> all = new ArrayList<>();
    drawn.forEach((system, results) -> all.add(best(system, results)));
    all.sort(Comparator.comparingDouble(Best::efficiency).reversed());
    Best first = all.getFirst();
    List<Best> others = all.subList(1, all.size());
    boolean known = all.stream().allMatch(best -> best.uncalibrated().isEmpty());
    boolean alike = others.stream().allMatch(best -> best.grades().equals(first.grades()));
    boolean ahead = others.stream().allMatch(best -> first.low() > best.high());
    if (others.isEmpty() || (known && alike && ahead)) {
      return at.text(
          others.isEmpty() ? "energy.title.only" : "energy.title",
          first.system().label(),
          at.format().value(first.efficiency(), unit));
    }
    return !known
        ? at.text("energy.title.uncalibrated", unit)
        : at.text(alike ? "energy.title.none" : "energy.title.unlike", unit);
  }

  /**
   * The best of a system.
   *
   * @param efficiency work per joule of the best task
   * @param percent its expanded uncertainty from the sensors, %
   * @param uncalibrated sensors of any of its tasks without a known accuracy
   * @param grades kinds of meters of the best task
   */
  private record Best(
      SystemUnderTest system,
      double efficiency,
      double percent,
      Set<String> uncalibrated,
      Set<Grade> grades) {
    double low() {
      return efficiency / (1 + percent / 100);
    }

    double high() {
      return efficiency * (1 + percent / 100);
    }
  }

  private static Best best(SystemUnderTest system, List<Measured> results) {
    Set<String> uncalibrated = new TreeSet<>();
    Measured best = results.getFirst();
    for (Measured each : results) {
      TaskEnergy energy = Objects.requireNonNull(TaskEnergy.of(each));
      uncalibrated.addAll(energy.uncalibrated(energy.own()));
      best = efficiency(each) > efficiency(best) ? each : best;
    }
    List<Energy> own = Objects.requireNonNull(TaskEnergy.of(best)).own();
    return new Best(
        system,
        efficiency(best),
        TaskEnergy.uncertaintyPercent(own),
        uncalibrated,
        own.stream().map(e -> Grade.of(e.source())).collect(Collectors.toSet()));
  }

  private static double efficiency(Measured measured) {
    return Objects.requireNonNull(measured.metric(MetricKey.THROUGHPUT)).median()
        / Objects.requireNonNull(measured.metric(MetricKey.AVERAGE_POWER)).median();
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
                at.explained(Table.Type.NUMBER, "energy.system"),
                at.heading(Table.Type.NUMBER, "energy.efficiency"),
                at.explained(Table.Type.STATUS, "energy.meter")),
            rows,
            List.of(
                at.text("energy.total"), at.text("energy.system.note"), at.text("farther-end"))));
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
        system(measured, perUnit == MetricKey.ENERGY_PER_SAMPLE),
        ownMeter(at, measured, MetricKey.EFFICIENCY),
        measured.standIn()
            ? at.chip(Level.WARN, at.text("energy.stand-in.chip"))
            : meter(measured));
  }

  /** Own domains and those around them, per sample or per execution. */
  private Cell system(Measured measured, boolean perSample) {
    TaskEnergy energy = TaskEnergy.of(measured);
    if (energy == null) {
      return at.missing(at.text("energy.stand-in.reason"));
    }
    return switch (energy.systemJoules()) {
      case Unavailable<Double>(String reason, _) -> at.missing(reason);
      case Available<Double>(Double joules) -> {
        Work work = measured.cell().work();
        Long samples = work == null ? null : work.samples();
        double perUnit = perSample && samples != null ? joules / samples : joules;
        yield new Cell.Figure(
            at.format().value(perUnit, perSample ? "J/sample" : "J"),
            perUnit,
            String.join(" + ", TaskEnergy.names(energy.system(energy.whole()))));
      }
    };
  }

  /** Grade and uncertainty, and what else restricts the energy. */
  private Cell meter(Measured measured) {
    TaskEnergy energy = TaskEnergy.of(measured);
    if (energy == null) {
      return at.missing(at.text("missing.unsaid"));
    }
    boolean known = energy.uncalibrated(energy.own()).isEmpty();
    double excess = energy.windowExcessPercent();
    boolean otherWork = Math.abs(excess) > ForkResult.MAX_EXCESS_PERCENT;
    String detail = known ? uncertainty(energy.own()) : at.text("energy.uncalibrated");
    return new Cell.Chip(
        otherWork ? Level.WARN : Level.NEUTRAL,
        grades(energy.own()),
        otherWork
            ? detail + "; " + at.text("energy.other-work", at.format().change(excess))
            : detail);
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

  /** The largest uncertainty of the domains, an upper bound for that of their sum. */
  private String uncertainty(List<Energy> own) {
    return at.format()
        .plusMinus(own.stream().mapToDouble(Energy::uncertaintyPercent).max().orElseThrow());
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
