package assay.core.record;

import assay.core.checks.Checks;
import assay.core.telemetry.InterferenceKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What held the device's clock back during the measured window.
 *
 * @param throttled whether a kind that makes a sample invalid was seen (thermal, hardware slowdown,
 *     power brake, the container's quota)
 * @param secondsByKind time each kind that could be watched was active, s; 0 where it was watched
 *     and not seen. A power limit is here too but only labels
 */
public record Throttle(boolean throttled, Map<InterferenceKind, Double> secondsByKind) {
  public Throttle {
    Map<InterferenceKind, Double> ordered = new EnumMap<>(InterferenceKind.class);
    ordered.putAll(secondsByKind);
    secondsByKind = Collections.unmodifiableMap(ordered);
    boolean seen = false;
    for (var entry : secondsByKind.entrySet()) {
      Checks.notNegative(entry.getKey().name(), entry.getValue());
      seen |= entry.getKey().invalidates() && entry.getValue() > 0;
    }
    if (seen != throttled) {
      throw new IllegalArgumentException("throttled is " + throttled + " with " + secondsByKind);
    }
  }

  /** From the times; whether it was throttled follows from them. */
  public static Throttle of(Map<InterferenceKind, Double> secondsByKind) {
    boolean throttled =
        secondsByKind.entrySet().stream()
            .anyMatch(e -> e.getKey().invalidates() && e.getValue() > 0);
    return new Throttle(throttled, secondsByKind);
  }
}
