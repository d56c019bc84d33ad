package assay.report.nightly;

import assay.report.history.SeriesKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Short names of series: the cell and the metric, and only where two series of a host would have
 * the same name, what tells them apart.
 */
record SeriesNames(Map<SeriesKey, String> names) {
  private static final List<Function<SeriesKey, String>> FURTHER =
      List.of(
          SeriesKey::engine,
          SeriesKey::device,
          SeriesKey::identity,
          key -> "threads=" + key.threads());

  SeriesNames {
    names = Map.copyOf(names);
  }

  static SeriesNames of(Collection<SeriesKey> series) {
    Map<List<String>, List<SeriesKey>> alike = new HashMap<>();
    for (SeriesKey key : series) {
      alike.computeIfAbsent(List.of(key.host(), brief(key)), _ -> new ArrayList<>()).add(key);
    }
    Map<SeriesKey, String> names = new HashMap<>();
    for (List<SeriesKey> group : alike.values()) {
      List<Function<SeriesKey, String>> apart =
          FURTHER.stream().filter(part -> group.stream().map(part).distinct().count() > 1).toList();
      for (SeriesKey key : group) {
        StringBuilder name = new StringBuilder(brief(key));
        apart.forEach(part -> name.append(" · ").append(part.apply(key)));
        names.put(key, name.toString());
      }
    }
    return new SeriesNames(names);
  }

  /** The name of one of the series. */
  String of(SeriesKey key) {
    return Objects.requireNonNull(names.get(key));
  }

  private static String brief(SeriesKey key) {
    return String.join(" · ", key.workload(), key.target(), key.precision(), key.metric());
  }
}
