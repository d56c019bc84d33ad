package assay.report.run;

import assay.core.record.Comparability;
import assay.core.record.Difference;
import assay.core.record.RunRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What differs between a run and the one before it.
 *
 * @param at start of the first run with the change
 * @param run that run
 * @param texts one line per difference, at least one
 */
record EnvironmentChange(Instant at, String run, List<String> texts) {
  EnvironmentChange {
    texts = List.copyOf(texts);
  }

  /** All changes over runs in chronological order. */
  static List<EnvironmentChange> of(List<PastRun> runs) {
    List<EnvironmentChange> changes = new ArrayList<>();
    for (int i = 1; i < runs.size(); i++) {
      RunRecord before = runs.get(i - 1).head();
      RunRecord after = runs.get(i).head();
      List<String> texts = between(before, after);
      if (!texts.isEmpty()) {
        changes.add(new EnvironmentChange(after.startedUtc(), after.runId().value(), texts));
      }
    }
    return changes;
  }

  private static List<String> between(RunRecord before, RunRecord after) {
    List<String> texts = new ArrayList<>();
    switch (Comparability.of(before, after)) {
      case Comparability.Same _ -> {}
      case Comparability.Warn(List<Difference> identity, List<Difference> settings) -> {
        identity.forEach(difference -> texts.add(difference.text()));
        settings.forEach(difference -> texts.add(difference.text()));
      }
      case Comparability.NotComparable(List<Difference> identity, List<Difference> settings) -> {
        identity.forEach(difference -> texts.add(difference.text()));
        settings.forEach(difference -> texts.add(difference.text()));
      }
    }
    if (!before.assay().equals(after.assay())) {
      texts.add("assay: " + version(before) + " → " + version(after));
    }
    return texts;
  }

  private static String version(RunRecord run) {
    String commit = run.assay().commit();
    return run.assay().version() + (commit == null ? "" : " (" + commit + ")");
  }

  /** A short label for a chart: the name of the first difference, and the number of others. */
  String mark() {
    String first = texts.getFirst();
    String name = first.substring(0, first.indexOf(':'));
    return texts.size() == 1 ? name : name + " +" + (texts.size() - 1);
  }
}
