package assay.report.history;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Chooses series by words. Each word must be the series' short id, or match its host, workload,
 * target, precision, metric, engine, device or identity as a whole; {@code *} stands for any
 * characters and {@code ?} for one. No word chooses every series.
 */
public final class SeriesFilter {
  private final List<Pattern> words;

  private SeriesFilter(List<Pattern> words) {
    this.words = words;
  }

  /** A filter of words. */
  public static SeriesFilter of(List<String> words) {
    return new SeriesFilter(words.stream().map(SeriesFilter::pattern).toList());
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(
        Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), Pattern.DOTALL);
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
                    .anyMatch(part -> word.matcher(part).matches())
                || word.matcher(key.id()).matches());
  }
}
