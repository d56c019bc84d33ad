package assay.core.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A source's facts for the machine's fingerprint; keys are like {@code gpu-0.vbios}. No serial
 * numbers and no user names.
 *
 * @param identity a difference here means another machine
 * @param settings a difference here gives a warning
 * @param state the current state
 * @param unavailable what could not be read, with the reason
 */
public record Facts(
    Map<String, String> identity,
    Map<String, String> settings,
    Map<String, String> state,
    Map<String, String> unavailable) {
  public Facts {
    identity = new LinkedHashMap<>(identity);
    settings = new LinkedHashMap<>(settings);
    state = new LinkedHashMap<>(state);
    unavailable = new LinkedHashMap<>(unavailable);
  }

  /** No facts. */
  public static Facts none() {
    return new Facts(Map.of(), Map.of(), Map.of(), Map.of());
  }
}
