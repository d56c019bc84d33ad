package assay.report.gate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that was measured in a night.
 *
 * @param number ascending from night to night; gaps are allowed
 * @param observations one a series
 */
public record Night(int number, List<Observation> observations) {
  /** A series and what the night has of it. */
  public record Observation(Series series, Reading reading) {}

  /** Copies the list; a series that is there twice is refused. */
  public Night {
    observations = List.copyOf(observations);
    Set<String> keys = new HashSet<>();
    for (Observation observation : observations) {
      if (!keys.add(observation.series().key())) {
        throw new IllegalArgumentException(
            "night " + number + " has " + observation.series().key() + " twice");
      }
    }
  }
}
