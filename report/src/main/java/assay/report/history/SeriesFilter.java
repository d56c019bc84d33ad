package assay.report.history;

import assay.core.text.Glob;
import java.util.List;
import java.util.stream.Stream;

/**
 * Chooses series by words. Each word must be the series' short id, or match its host, workload,
 * target, precision, metric, engine, device or identity as a whole; {@code *} stands for any
 * characters and {@code ?} for one. No word chooses every series.
 */
public final class SeriesFilter {
  private final List<Glob> words;

  private SeriesFilter(List<Glob> words) {
    this.words = words;
  }

  /** A filter of words. */
  public static SeriesFilter of(List<String> words) {
    return new SeriesFilter(words.stream().map(Glob::of).toList());
  }

  /** Whether it chooses the series. */
  public boolean matches(SeriesKey key) {
    return words.stream()
        .allMatch(word ->
            Stream.of(
                        key.host(),
                        key.workload(),
                        key.target(),
                        key.precision(),
                        key.metric(),
                        key.engine(),
                        key.device(),
                        key.identity())
                    .anyMatch(word::matches)
                || word.matches(key.id()));
  }
}
