package assay.report.run;

import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.Metric;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import assay.report.memory.Hierarchy;
import assay.report.memory.Hierarchy.Level;
import assay.report.memory.StatedCache;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Bandwidth by size of the working set, the levels of memory that it shows, and whether the caches
 * that the kernel states are among them.
 */
final class MemoryTable {
  /** Kernels of the workload family {@code memory}. */
  private static final List<String> KERNELS = List.of("read", "copy", "triad");

  /** With fewer sizes of a target there is no sweep. */
  private static final int MIN_SIZES = 3;

  private final RunPage page;
  private final RunRecord run;

  MemoryTable(RunPage page, RunRecord run) {
    this.page = page;
    this.run = run;
  }

  /** The table; empty if no target measured enough sizes. */
  Optional<Table> of(List<Cell> cells) {
    Map<CellId, List<Cell>> sweeps = new LinkedHashMap<>();
    for (Cell cell : cells) {
      if (Hierarchy.rate(cell).isPresent()) {
        CellId sweep = new CellId("memory", cell.id().target(), cell.id().precision());
        sweeps.computeIfAbsent(sweep, _ -> new ArrayList<>()).add(cell);
      }
    }
    List<Table.Row> rows = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    sweeps.forEach((sweep, own) -> {
      if (own.stream().map(Hierarchy::workingSet).distinct().count() >= MIN_SIZES) {
        rows(sweep, own, rows);
        stated(sweep, own, notes);
      }
    });
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>(page.cellColumns());
    columns.add(page.column(Table.Type.NUMBER, "working-set"));
    KERNELS.forEach(kernel -> columns.add(page.column(Table.Type.NUMBER, "memory-" + kernel)));
    columns.add(page.column(Table.Type.NUMBER, "memory-level"));
    notes.addFirst(page.text("memory.note"));
    return Optional.of(new Table("memory-levels", page.text("memory.table"), columns, rows, notes));
  }

  private void rows(CellId sweep, List<Cell> cells, List<Table.Row> rows) {
    TreeMap<Long, Map<String, Metric>> bySize = new TreeMap<>();
    for (Cell cell : cells) {
      String name = cell.id().workload();
      String kernel = name.substring(name.indexOf('/') + 1, name.indexOf(','));
      bySize
          .computeIfAbsent(Hierarchy.workingSet(cell), _ -> new LinkedHashMap<>())
          .put(kernel, Hierarchy.rate(cell).orElseThrow());
    }
    Hierarchy found = Hierarchy.of(cells);
    bySize.forEach((bytes, rates) -> {
      List<Table.Cell> row = new ArrayList<>();
      row.add(page.value(bytes, "B"));
      for (String kernel : KERNELS) {
        Metric rate = rates.get(kernel);
        row.add(rate == null ? page.words("–") : page.value(rate.median(), rate.unit()));
      }
      Level level = found.holding(bytes).orElseThrow();
      row.add(page.count(found.levels().indexOf(level) + 1));
      rows.add(page.row(Emphasis.NONE, sweep, row));
    });
  }

  /** What the sweep says about the processor's stated caches. */
  private void stated(CellId sweep, List<Cell> cells, List<String> notes) {
    Map<String, String> identity = run.environment().identity();
    String model = identity.get("cpu.model");
    String caches = identity.get("cpu.caches");
    if (caches == null || !cells.stream().allMatch(cell -> ranOn(cell, model))) {
      return;
    }
    String name = RunPage.lane(sweep);
    for (StatedCache cache : StatedCache.parse(caches)) {
      long bytes = cache.bytes(run.plan().threads());
      String key =
          switch (Hierarchy.seen(cells, bytes)) {
            case YES -> "memory.seen";
            case NO -> "memory.not-seen";
            case NOT_MEASURED -> "memory.not-swept";
          };
      String size = page.format().value((double) bytes, "B");
      notes.add(page.text(key, name, "L" + cache.level(), size));
    }
  }

  private static boolean ranOn(Cell cell, @Nullable String model) {
    return cell.outcome() instanceof Outcome.Measured<?> measured
        && measured.device().name().equals(model);
  }
}
