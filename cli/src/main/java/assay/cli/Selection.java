package assay.cli;

import assay.core.harness.PlannedCell;
import assay.core.program.Precision;
import assay.core.spi.Target;
import assay.core.text.Glob;
import assay.core.text.Nearest;
import assay.core.workload.Suite;
import assay.core.workload.Suites;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns names on the command line into cells. */
final class Selection {
  private Selection() {}

  /** Whether {@code text} is a pattern over the suite's workloads rather than an id. */
  static boolean isPattern(String text) {
    return !Glob.isPlain(text) || !text.contains("/");
  }

  /**
   * The selected workloads: ids as they are, patterns ({@code *}, {@code ?}, or a family's name
   * alone) over the suite's; all of the suite by default.
   */
  static List<Workload> workloads(Suite suite, List<String> asked) {
    if (asked.isEmpty()) {
      return suite.workloads();
    }
    Map<String, Workload> chosen = new LinkedHashMap<>();
    for (String text : asked) {
      List<Workload> found =
          isPattern(text) ? matching(suite, text) : List.of(Workloads.parse(text));
      found.forEach(w -> chosen.putIfAbsent(w.id(), w));
    }
    return List.copyOf(chosen.values());
  }

  private static List<Workload> matching(Suite suite, String pattern) {
    Glob glob = Glob.of(Glob.isPlain(pattern) ? pattern + "/*" : pattern);
    List<Workload> found = suite.workloads().stream().filter(w -> glob.matches(w.id())).toList();
    if (found.isEmpty()) {
      List<String> known = new ArrayList<>(suite.workloads().stream().map(Workload::id).toList());
      Workloads.all().forEach(f -> known.add(f.name()));
      throw new UsageException(
          "no workload of suite "
              + suite.name()
              + " matches '"
              + pattern
              + "'; "
              + Nearest.hint(pattern.replace("*", ""), known)
              + " ('assay list workloads' shows all forms)");
    }
    return found;
  }

  /** The precisions of these ids, or the suite's. */
  static List<Precision> precisions(Suite suite, List<String> ids) {
    if (ids.isEmpty()) {
      return suite.precisions();
    }
    return ids.stream()
        .distinct()
        .map(id ->
            Precision.byId(id)
                .orElseThrow(() ->
                    new UsageException(
                        "unknown precision '"
                            + id
                            + "'; "
                            + Nearest.hint(id, Suites.precisionIds()))))
        .toList();
  }

  /**
   * All combinations.
   *
   * @param ownPrecisions whether a target that has none of {@code precisions} takes its own
   *     instead, as one named with -t does where no precision was named
   */
  static List<PlannedCell> cells(
      List<Workload> workloads,
      List<Target> targets,
      List<Precision> precisions,
      boolean ownPrecisions) {
    List<Target> others =
        ownPrecisions
            ? targets.stream()
                .filter(t -> java.util.Collections.disjoint(t.precisions(), precisions))
                .toList()
            : List.of();
    List<PlannedCell> cells = new ArrayList<>();
    for (Workload workload : workloads) {
      for (Precision precision : precisions) {
        for (Target target : targets) {
          if (!others.contains(target)) {
            cells.add(new PlannedCell(workload, target, precision));
          }
        }
      }
      for (Target target : others) {
        target.precisions().forEach(p -> cells.add(new PlannedCell(workload, target, p)));
      }
    }
    return cells;
  }
}
