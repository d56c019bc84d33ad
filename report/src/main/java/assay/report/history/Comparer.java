package assay.report.history;

import assay.core.record.RunId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Compares records with what the index has of them. */
final class Comparer {
  private Comparer() {}

  /**
   * Compares.
   *
   * @param sources what the records say, in any order
   * @param indexed what the index has
   * @param own runs in the index that must have a record among these
   */
  static Verification compare(
      List<Source> sources, List<StoredRun> indexed, Set<RunId> own, List<String> leftOut) {
    Map<RunId, StoredRun> index = new HashMap<>();
    indexed.forEach(run -> index.put(run.run(), run));
    Machines machines = new Machines();
    Set<RunId> there = new HashSet<>();
    List<RunId> missing = new ArrayList<>();
    List<RunId> different = new ArrayList<>();
    List<Source> ordered = new ArrayList<>(sources);
    ordered.sort(
        Comparator.comparing((Source source) -> source.run().started())
            .thenComparing(source -> source.run().run()));
    for (Source source : ordered) {
      StoredRun run = source.run();
      there.add(run.run());
      StoredRun expected = run;
      if (source.names() != null && source.hash() != null) {
        expected = identified(run, machines.of(run.host(), source.names(), source.hash()));
      }
      StoredRun actual = index.get(run.run());
      if (actual == null) {
        missing.add(run.run());
      } else if (!same(expected, actual)) {
        different.add(run.run());
      }
    }
    List<RunId> extra = own.stream().filter(run -> !there.contains(run)).sorted().toList();
    int same = there.size() - missing.size() - different.size();
    return new Verification(same, missing, extra, different, leftOut);
  }

  private static StoredRun identified(StoredRun run, String identity) {
    return new StoredRun(
        run.run(),
        run.started(),
        run.finished(),
        run.host(),
        identity,
        run.suite(),
        run.shippedSuite(),
        run.conditions(),
        run.canaries(),
        run.confirms(),
        run.cells(),
        run.values().stream()
            .map(value ->
                new StoredValue(
                    value.series().of(identity),
                    value.value(),
                    value.standardError(),
                    value.unit(),
                    value.better(),
                    value.primary()))
            .toList());
  }

  /** The index does not keep the order of a record's values. */
  private static boolean same(StoredRun a, StoredRun b) {
    return a.run().equals(b.run())
        && a.started().equals(b.started())
        && a.finished() == b.finished()
        && a.host().equals(b.host())
        && a.identity().equals(b.identity())
        && a.suite().equals(b.suite())
        && a.shippedSuite() == b.shippedSuite()
        && a.conditions().equals(b.conditions())
        && a.canaries().equals(b.canaries())
        && Objects.equals(a.confirms(), b.confirms())
        && a.cells().equals(b.cells())
        && new HashSet<>(a.values()).equals(new HashSet<>(b.values()));
  }
}
