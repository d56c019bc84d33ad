package assay.report.procurement;

import assay.core.record.CellResult;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.record.RunState;
import assay.core.record.RunTelemetry;
import assay.report.document.Block;
import assay.report.document.Block.Details;
import assay.report.document.Block.Paragraph;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The systems side by side: runs, machines and settings. */
final class SystemsSection {
  private final DossierPage at;

  private SystemsSection(DossierPage at) {
    this.at = at;
  }

  static Section of(DossierPage at) {
    SystemsSection section = new SystemsSection(at);
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(at.text("systems.intro")));
    blocks.add(section.runs());
    section.environment(
        "identity", at.text("systems.identity"), RunRecord.Environment::identity, blocks);
    section.environment(
        "settings", at.text("systems.settings"), RunRecord.Environment::settings, blocks);
    return new Section("systems", at.text("systems"), blocks);
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(at.heading(Table.Type.TEXT, "systems.fact"));
    at.systems().forEach(system -> columns.add(new Column(Table.Type.TEXT, system.label())));
    return columns;
  }

  private Table runs() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("column.run", SystemUnderTest::runId));
    rows.add(row("systems.host", system -> system.host()));
    rows.add(row("systems.started", system -> at.format().dateTime(system.record().startedUtc())));
    rows.add(row("systems.duration", this::duration));
    rows.add(row("column.suite", system -> system.record().suite()));
    rows.add(row("column.threads", s -> at.format().count(s.record().plan().threads())));
    rows.add(row("systems.devices", SystemsSection::devices));
    rows.add(row("systems.meters", this::meters));
    return new Table("runs", at.text("systems.runs"), columns(), rows);
  }

  private Row row(String key, Function<SystemUnderTest, @Nullable String> value) {
    List<Cell> cells = new ArrayList<>();
    cells.add(at.words(at.text(key)));
    for (SystemUnderTest system : at.systems()) {
      String text = value.apply(system);
      cells.add(text == null ? at.missing(at.text("missing.unsaid")) : at.words(text));
    }
    return new Row(cells);
  }

  private @Nullable String duration(SystemUnderTest system) {
    Instant end = system.record().finishedUtc();
    return end == null
        ? at.text(
            system.run().state() == RunState.RUNNING ? "systems.running" : "systems.broken-off")
        : at.format().duration(Duration.between(system.record().startedUtc(), end));
  }

  /** Devices by target, in the record's order. */
  private static String devices(SystemUnderTest system) {
    Map<String, String> devices = new LinkedHashMap<>();
    for (assay.core.record.Cell cell : system.record().cells()) {
      if (cell.outcome() instanceof Outcome.Measured<CellResult> measured) {
        devices.putIfAbsent(cell.id().target(), measured.device().name());
      }
    }
    List<String> parts = new ArrayList<>();
    devices.forEach((target, device) -> parts.add(target + ": " + device));
    return parts.isEmpty() ? "–" : String.join("; ", parts);
  }

  private String meters(SystemUnderTest system) {
    RunTelemetry telemetry = system.record().telemetry();
    String off = telemetry.off();
    if (off != null) {
      return at.text("systems.meters.none", off);
    }
    List<String> meters =
        telemetry.sources().stream()
            .filter(source -> source.energy() && source.available())
            .map(source -> source.id() + " (" + source.finding() + ")")
            .toList();
    return meters.isEmpty() ? at.text("systems.meters.no-energy") : String.join("; ", meters);
  }

  /** Values that differ, and, collapsed, what all have in common. */
  private void environment(
      String anchor,
      String caption,
      Function<RunRecord.Environment, Map<String, String>> part,
      List<Block> blocks) {
    Set<String> names = new TreeSet<>();
    at.systems().forEach(s -> names.addAll(part.apply(s.record().environment()).keySet()));
    List<Row> different = new ArrayList<>();
    List<Row> same = new ArrayList<>();
    for (String name : names) {
      Set<String> values = new LinkedHashSet<>();
      List<Cell> cells = new ArrayList<>();
      cells.add(at.words(name));
      for (SystemUnderTest system : at.systems()) {
        String value = part.apply(system.record().environment()).get(name);
        values.add(value == null ? "" : value);
        cells.add(value == null ? at.missing(unknown(system, name)) : at.words(value));
      }
      (values.size() > 1 ? different : same).add(new Row(cells));
    }
    if (different.isEmpty()) {
      blocks.add(new Paragraph(caption + ": " + at.text("systems.no-difference")));
    } else {
      String title = caption + ": " + at.text("systems.differs");
      blocks.add(new Table(anchor, title, columns(), different));
    }
    if (!same.isEmpty()) {
      String title = caption + ": " + at.text("systems.same");
      blocks.add(new Details(title, List.of(new Table(anchor + "-same", title, columns(), same))));
    }
  }

  private String unknown(SystemUnderTest system, String name) {
    return system.record().environment().unavailable().stream()
        .filter(each -> each.what().equals(name))
        .map(RunRecord.Unknown::reason)
        .findFirst()
        .orElse(at.text("missing.unsaid"));
  }
}
