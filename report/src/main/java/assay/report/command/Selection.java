package assay.report.command;

import assay.core.record.RunRecord;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The arguments with which {@code assay run} selects the cells of a run again. They come from the
 * recorded plan and suite, not from the suite's name alone: the run may have used part of the
 * suite, its cold form, or some of the targets.
 */
public final class Selection {
  private final RunRecord run;

  private Selection(RunRecord run) {
    this.run = run;
  }

  /** Whether the run's suite ships with Assay, so that its name stands for its parameters. */
  public static boolean ofShippedSuite(RunRecord run) {
    return run.plan().suite() != null;
  }

  /**
   * {@code --suite} where it ships with Assay, {@code --cold} and {@code -w} as far as needed,
   * {@code -t} for each target (which targets are all depends on the machine), and {@code -p}; each
   * with a space before it.
   */
  public static String arguments(RunRecord run) {
    Selection selection = new Selection(run);
    RunRecord.SuitePlan suite = run.plan().suite();
    if (suite == null) {
      return each(" -w ", run.plan().workloads())
          + each(" -t ", run.plan().targets())
          + each(" -p ", run.plan().precisions());
    }
    return " --suite "
        + run.suite()
        + selection.workloads(suite)
        + each(" -t ", run.plan().targets())
        + selection.precisions(suite);
  }

  private String workloads(RunRecord.SuitePlan suite) {
    Set<String> planned = Set.copyOf(run.plan().workloads());
    Set<String> families = new LinkedHashSet<>();
    run.plan().workloads().forEach(id -> families.add(id.substring(0, id.indexOf('/') + 1)));
    boolean all = suite.workloads().stream().allMatch(id -> of(families, id));
    String patterns =
        all ? "" : each(" -w ", families.stream().map(family -> family + "*").toList());
    if (planned.equals(part(suite.workloads(), families))) {
      return patterns;
    }
    if (planned.equals(part(suite.cold(), families))) {
      return " --cold" + patterns;
    }
    return each(" -w ", run.plan().workloads());
  }

  private static Set<String> part(List<String> ids, Set<String> families) {
    return ids.stream().filter(id -> of(families, id)).collect(Collectors.toSet());
  }

  private static boolean of(Set<String> families, String id) {
    return families.contains(id.substring(0, id.indexOf('/') + 1));
  }

  /**
   * Empty where targets that support none of the suite's precisions used their own, as they will
   * again.
   */
  private String precisions(RunRecord.SuitePlan suite) {
    Set<String> usual = new HashSet<>(suite.precisions());
    Map<String, Set<String>> byTarget = new LinkedHashMap<>();
    run.cells()
        .forEach(cell ->
            byTarget
                .computeIfAbsent(cell.id().target(), _ -> new HashSet<>())
                .add(cell.id().precision()));
    boolean different = !usual.isEmpty() && new HashSet<>(byTarget.values()).size() > 1;
    boolean own =
        byTarget.values().stream()
            .allMatch(ids -> ids.equals(usual) || Collections.disjoint(ids, usual));
    return different && own ? "" : each(" -p ", run.plan().precisions());
  }

  private static String each(String option, Collection<String> values) {
    StringBuilder text = new StringBuilder();
    values.forEach(value -> text.append(option).append(quoted(value)));
    return text.toString();
  }

  /** Quotes a text for a POSIX shell if needed. */
  public static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
