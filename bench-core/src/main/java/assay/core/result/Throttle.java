package assay.core.result;

import java.util.Map;

/**
 * What held the device's clock back during the measured window.
 *
 * @param throttled whether a cause that makes a sample invalid was seen (thermal, hardware
 *     slowdown, power brake)
 * @param secondsByCause time each cause was active, s; power capping is here too but only labels
 */
public record Throttle(boolean throttled, Map<String, Double> secondsByCause) {
  public Throttle {
    secondsByCause = Checks.copy("secondsByCause", secondsByCause);
    secondsByCause.forEach((cause, seconds) -> Checks.notNegative(cause, seconds));
  }
}
