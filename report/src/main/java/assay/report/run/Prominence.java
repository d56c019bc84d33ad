package assay.report.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much a change stands out.
 *
 * @param score the change relative to noise, null where the noise is not known
 * @param change |log of the ratio|, 0 where there is none
 * @param name for ties
 */
record Prominence(@Nullable Double score, double change, String name) {
  private static final Comparator<Prominence> BY_CHANGE =
      Comparator.comparingDouble((Prominence p) -> -p.change).thenComparing(Prominence::name);

  /** Something with a prominence. */
  interface Prominent {
    Prominence prominence();
  }

  /**
   * What stands out most first: by score. Scores and changes without one have no common scale, so a
   * change without a score comes before the first smaller change; it is never below all of them
   * only because its noise is unknown.
   */
  static <T extends Prominent> List<T> order(List<T> all) {
    List<T> scored = new ArrayList<>();
    List<T> unscored = new ArrayList<>();
    all.forEach(item -> (item.prominence().score == null ? unscored : scored).add(item));
    scored.sort(
        Comparator.comparing(
            Prominent::prominence,
            Comparator.comparingDouble(Prominence::known).reversed().thenComparing(BY_CHANGE)));
    unscored.sort(Comparator.comparing(Prominent::prominence, BY_CHANGE));
    Deque<T> waiting = new ArrayDeque<>(unscored);
    List<T> order = new ArrayList<>();
    for (T item : scored) {
      double change = item.prominence().change;
      while (!waiting.isEmpty() && waiting.getFirst().prominence().change > change) {
        order.add(waiting.removeFirst());
      }
      order.add(item);
    }
    order.addAll(waiting);
    return order;
  }

  private double known() {
    return score == null ? 0 : score;
  }
}
