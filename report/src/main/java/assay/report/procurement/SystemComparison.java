package assay.report.procurement;

import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The systems and their results in every task.
 *
 * @param systems in the order given
 * @param reference the system that the others are compared with
 * @param tasks results by task, one per system in the systems' order; ceilings included
 */
record SystemComparison(
    List<SystemUnderTest> systems, SystemUnderTest reference, Map<Task, List<Result>> tasks) {

  /**
   * Compares systems.
   *
   * @param reference letter, host or run of the reference; null for the first
   * @throws ProcurementException if no system or several have that name
   */
  static SystemComparison of(List<SystemUnderTest> systems, @Nullable String reference) {
    Map<Task, Map<String, List<Cell>>> cells = new LinkedHashMap<>();
    for (SystemUnderTest system : systems) {
      for (Cell cell : system.record().cells()) {
        CellId id = cell.id();
        cells
            .computeIfAbsent(new Task(id.workload(), id.precision()), task -> new LinkedHashMap<>())
            .computeIfAbsent(system.letter(), letter -> new ArrayList<>())
            .add(cell);
      }
    }
    Map<String, Rounds> rounds = new LinkedHashMap<>();
    systems.forEach(system -> rounds.put(system.letter(), Rounds.of(system)));
    Map<Task, List<Result>> tasks = new LinkedHashMap<>();
    cells.forEach((task, bySystem) -> {
      List<Result> results = new ArrayList<>();
      for (SystemUnderTest system : systems) {
        List<Cell> own = bySystem.getOrDefault(system.letter(), List.of());
        results.add(Results.of(system, Objects.requireNonNull(rounds.get(system.letter())), own));
      }
      tasks.put(task, SameWork.only(results));
    });
    return new SystemComparison(systems, reference(systems, reference), tasks);
  }

  private static SystemUnderTest reference(List<SystemUnderTest> systems, @Nullable String name) {
    if (name == null) {
      return systems.getFirst();
    }
    List<SystemUnderTest> named =
        systems.stream()
            .filter(s -> name.equals(s.letter()) || name.equals(s.host()) || name.equals(s.runId()))
            .toList();
    if (named.size() != 1) {
      throw new ProcurementException(
          String.format(
              Locale.ROOT,
              "%s systems match '%s'; the reference is one of %s",
              named.isEmpty() ? "no" : "several",
              name,
              String.join(", ", systems.stream().map(SystemUnderTest::runId).toList())));
    }
    return named.getFirst();
  }

  /** Index of a system. */
  int index(SystemUnderTest system) {
    return systems.indexOf(system);
  }

  /** The measured results of a task, in the systems' order. */
  static List<Result.Measured> measured(List<Result> results) {
    return results.stream()
        .filter(Result.Measured.class::isInstance)
        .map(Result.Measured.class::cast)
        .toList();
  }

  /** The measured results of a system, in the tasks' order. */
  List<Result.Measured> of(SystemUnderTest system) {
    int index = index(system);
    return tasks.values().stream()
        .map(results -> results.get(index))
        .filter(Result.Measured.class::isInstance)
        .map(Result.Measured.class::cast)
        .toList();
  }

  /** A system's measured cells on all its targets, not only the fastest. */
  static List<Cell> cells(SystemUnderTest system) {
    return system.record().cells().stream()
        .filter(cell -> cell.outcome() instanceof Outcome.Measured<CellResult>)
        .toList();
  }
}
