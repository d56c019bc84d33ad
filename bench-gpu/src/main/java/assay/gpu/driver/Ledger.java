package assay.gpu.driver;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the resources open in one context, by kind, to detect leaks. Used by one thread at a time.
 */
public final class Ledger {
  private final Map<String, Integer> open = new TreeMap<>();

  void opened(String kind) {
    open.merge(kind, 1, Integer::sum);
  }

  void closed(String kind) {
    open.merge(kind, -1, (a, b) -> a + b == 0 ? null : a + b);
  }

  /** Number of open resources by kind; kinds without any are absent. */
  public Map<String, Integer> open() {
    return Map.copyOf(open);
  }
}
