package assay.core.record;

import assay.core.checks.Checks;
import assay.core.telemetry.InterferenceKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Throttling of the device's clock during the measured window.
 *
 * @param throttled whether there was throttling of a kind that invalidates samples (thermal,
 *     hardware slowdown, power brake, the container's quota)
 * @param secondsByKind active time in s of each kind that could be observed; 0 if it did not occur.
 *     A power limit is included but only labels the sample
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

  /** From the times, from which {@code throttled} is derived. */
  public static Throttle of(Map<InterferenceKind, Double> secondsByKind) {
    boolean throttled =
        secondsByKind.entrySet().stream()
            .anyMatch(e -> e.getKey().invalidates() && e.getValue() > 0);
    return new Throttle(throttled, secondsByKind);
  }
}
