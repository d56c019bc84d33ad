package assay.report.procurement;

import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Outcome;
import assay.report.document.Block;
import assay.report.document.Block.Paragraph;
import assay.report.document.Level;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Emphasis;
import assay.report.document.Table.Row;
import assay.report.procurement.Result.Absent;
import assay.report.procurement.Result.Gap;
import assay.report.procurement.Result.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was not measured, and why. */
final class NotMeasured {
  private static final int EXAMPLES = 3;

  private final DossierPage at;
  private final Map<Group, List<Task>> groups = new LinkedHashMap<>();

  /** Gaps of one system for one reason. */
  private record Group(SystemUnderTest system, String precision, Gap gap) {}

  private NotMeasured(DossierPage at) {
    this.at = at;
    for (SystemUnderTest system : at.systems()) {
      cells(system);
      tasks(system);
    }
  }

  static Section of(DossierPage at) {
    NotMeasured section = new NotMeasured(at);
    List<Block> blocks = new ArrayList<>();
    if (section.groups.isEmpty()) {
      blocks.add(new Paragraph(at.text("not-measured.none")));
    } else {
      blocks.add(new Paragraph(at.text("not-measured.intro")));
      blocks.add(section.table());
    }
    return new Section("not-measured", at.text("not-measured"), blocks);
  }

  private void cells(SystemUnderTest system) {
    for (Cell cell : system.record().cells()) {
      if (!(cell.outcome() instanceof Outcome.Measured<CellResult>)) {
        Task task = new Task(cell.id().workload(), cell.id().precision());
        add(system, task, Results.gap(cell));
      }
    }
  }

  private void tasks(SystemUnderTest system) {
    int index = at.comparison().index(system);
    at.comparison()
        .tasks()
        .forEach((task, results) -> {
          if (results.get(index) instanceof Absent absent) {
            for (Gap gap : absent.gaps()) {
              if (gap.kind() == Kind.NOT_IN_RUN || gap.kind() == Kind.OTHER_WORK) {
                add(system, task, gap);
              }
            }
          }
        });
  }

  private void add(SystemUnderTest system, Task task, Gap gap) {
    groups
        .computeIfAbsent(new Group(system, task.precision(), gap), key -> new ArrayList<>())
        .add(task);
  }

  private Table table() {
    List<Row> rows = new ArrayList<>();
    groups.forEach((group, tasks) -> rows.add(row(group, tasks)));
    return new Table(
        "gaps",
        at.text("not-measured.table"),
        List.of(
            at.heading(Table.Type.TEXT, "system"),
            at.column(Table.Type.TEXT, "target"),
            at.column(Table.Type.STATUS, "status"),
            at.heading(Table.Type.TEXT, "not-measured.what"),
            at.heading(Table.Type.TEXT, "reason")),
        rows,
        List.of(at.text("not-measured.note")));
  }

  private Row row(Group group, List<Task> tasks) {
    Gap gap = group.gap();
    boolean wrong = gap.kind() == Kind.INVALID || gap.kind() == Kind.FAILED;
    return new Row(
        List.of(
            at.words(group.system().letter()),
            at.words(gap.target().isEmpty() ? "–" : gap.target()),
            at.chip(wrong ? Level.BAD : Level.NEUTRAL, at.text(key(gap.kind()))),
            at.words(what(tasks) + " · " + group.precision()),
            at.words(reason(at, gap))),
        Emphasis.NONE);
  }

  /** A few tasks by name, many by family. */
  private String what(List<Task> tasks) {
    if (tasks.size() <= EXAMPLES) {
      return tasks.stream().map(Task::workload).collect(Collectors.joining("; "));
    }
    Map<String, Integer> families = new TreeMap<>();
    tasks.forEach(task -> families.merge(task.family(), 1, Integer::sum));
    return families.entrySet().stream()
        .map(family -> at.plural("workloads", family.getValue(), family.getKey()))
        .collect(Collectors.joining("; "));
  }

  private static String key(Kind kind) {
    return "gap." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All reasons of an absent system in one text. */
  static String reason(DossierPage at, Absent absent) {
    return absent.gaps().stream()
        .map(gap -> {
          String where = gap.target().isEmpty() ? absent.system().letter() : gap.target();
          return where + ": " + at.text(key(gap.kind())) + ", " + reason(at, gap);
        })
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static String reason(DossierPage at, Gap gap) {
    String remedy = gap.remedy();
    String reason =
        switch (gap.kind()) {
          case EMULATED -> at.text("gap.emulated.reason", gap.reason());
          case NOT_IN_RUN -> at.text("gap.not-in-run.reason");
          default -> Objects.requireNonNull(gap.reason());
        };
    return remedy == null ? reason : at.text("gap.remedy", reason, remedy);
  }
}
