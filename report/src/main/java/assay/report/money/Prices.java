package assay.report.money;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prices of a file.
 *
 * @param file its name, for messages and provenance
 * @param sha256 of its bytes, 64 hexadecimal digits
 * @param currency ISO 4217 code of every amount
 * @param systems by their name in the file, in its order
 * @param spreads how far each input is varied; all inputs
 * @param demandHours work to be done, in hours of the reference system a year; null if not stated
 */
public record Prices(
    String file,
    String sha256,
    String currency,
    Map<String, Inputs> systems,
    Map<Input, Double> spreads,
    @Nullable Double demandHours) {
  /** Copies the maps. */
  public Prices {
    systems = Collections.unmodifiableMap(new LinkedHashMap<>(systems));
    EnumMap<Input, Double> all = new EnumMap<>(Input.class);
    for (Input input : Input.values()) {
      all.put(input, spreads.getOrDefault(input, input.defaultSpread()));
    }
    spreads = Collections.unmodifiableMap(all);
  }

  /**
   * The prices of a system.
   *
   * @param names it may have, the most specific first: its run, then its host
   * @return null if the file has none of them
   */
  public @Nullable Inputs find(String... names) {
    for (String name : names) {
      Inputs inputs = systems.get(name);
      if (inputs != null) {
        return inputs;
      }
    }
    return null;
  }
}
