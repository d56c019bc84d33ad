package assay.report.gate;

import java.util.List;

/**
 * What to measure again in the same night, {@link Gate#RERUNS} times, in turns.
 *
 * @param suspects keys of series that stand out, ascending
 * @param canaries keys of the canaries of their hosts, and of hosts whose common factor stands out;
 *     a canary is never a suspect
 */
public record Reruns(List<String> suspects, List<String> canaries) {
  /** Copies the lists. */
  public Reruns {
    suspects = List.copyOf(suspects);
    canaries = List.copyOf(canaries);
  }

  /** Whether nothing stands out. */
  public boolean none() {
    return suspects.isEmpty() && canaries.isEmpty();
  }
}
