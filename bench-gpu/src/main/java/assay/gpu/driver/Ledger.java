package assay.gpu.driver;

import java.util.Map;
import java.util.TreeMap;

/** What is open in one context, by kind, so that a leak is seen. Used by one thread at a time. */
public final class Ledger {
  private final Map<String, Integer> open = new TreeMap<>();

  void opened(String kind) {
    open.merge(kind, 1, Integer::sum);
  }

  void closed(String kind) {
    open.merge(kind, -1, (a, b) -> a + b == 0 ? null : a + b);
  }

  /** How many of each kind are open; a kind of which none is open is absent. */
  public Map<String, Integer> open() {
    return Map.copyOf(open);
  }
}
