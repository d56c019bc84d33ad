package assay.core.workload;

import assay.core.program.Precision;
import assay.core.program.Program;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A cache of built programs: equal workloads share one per precision. */
final class BuiltPrograms {
  private static final Map<Key, Program> BUILT = new ConcurrentHashMap<>();

  private BuiltPrograms() {}

  private record Key(Workload workload, Precision precision) {}

  static Program of(Workload workload, Precision precision) {
    Key key = new Key(workload, precision);
    Program built = BUILT.get(key);
    if (built == null) {
      // Not computeIfAbsent: building a workload's program may build another workload's.
      built = workload.build(precision);
      Program first = BUILT.putIfAbsent(key, built);
      built = first == null ? built : first;
    }
    return built;
  }
}
