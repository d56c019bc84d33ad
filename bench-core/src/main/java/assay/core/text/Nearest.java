package assay.core.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Suggestions of similar names for one that does not exist, for messages. */
public final class Nearest {
  private static final int OFFERED = 3;

  private Nearest() {}

  /**
   * Up to three of {@code known}, nearest first by edit distance, as {@code "did you mean a, b or
   * c?"}.
   */
  public static String hint(String name, Collection<String> known) {
    List<String> near =
        known.stream()
            .distinct()
            .sorted(Comparator.<String>comparingInt(k -> distance(name, k)).thenComparing(k -> k))
            .limit(OFFERED)
            .toList();
    return near.isEmpty() ? "there are none" : "did you mean " + String.join(" or ", near) + "?";
  }

  /** Levenshtein distance, reduced for a common prefix so that abbreviated names match. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    boolean prefix = b.startsWith(a) || a.startsWith(b);
    return prefix ? Math.min(row[b.length()], 1) : row[b.length()];
  }
}
