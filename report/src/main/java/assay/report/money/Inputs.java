package assay.report.money;

import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stated inputs of one system.
 *
 * @param system name in the file: a host or a run
 * @param priceDate day the prices hold for
 * @param values by input; an input that is not stated is not there
 * @param unmeteredSource where {@link Input#UNMETERED} comes from; null if that is not stated
 */
public record Inputs(
    String system,
    LocalDate priceDate,
    Map<Input, Double> values,
    @Nullable String unmeteredSource) {
  /** Inputs that energy cost needs; without them energy cost is left out. */
  static final Set<Input> FOR_ENERGY =
      Collections.unmodifiableSet(EnumSet.of(Input.PUE, Input.TARIFF));

  /** Copies the values. */
  public Inputs {
    EnumMap<Input, Double> copy = new EnumMap<>(Input.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
    values.forEach((input, value) -> {
      String refusal = input.refusal(value);
      if (!refusal.isEmpty()) {
        throw new PriceException(system + ": " + input.key() + " " + refusal + ", not " + value);
      }
    });
    if (values.containsKey(Input.UNMETERED) && unmeteredSource == null) {
      throw new PriceException(
          system + ": " + Input.UNMETERED.key() + " is stated without saying where it comes from");
    }
  }

  /** An input, null where it is not stated. */
  public @Nullable Double get(Input input) {
    return values.get(input);
  }

  /** An optional input, 0 where it is not stated. */
  double orNone(Input input) {
    return values.getOrDefault(input, 0.0);
  }

  /** A required input. */
  double need(Input input) {
    Double value = values.get(input);
    if (value == null) {
      throw new PriceException(
          system + ": " + input.key() + " is not stated; write 0 if there is none");
    }
    return value;
  }

  /** Inputs missing for the cost without energy; empty if complete. */
  public Set<Input> missing() {
    Set<Input> missing = EnumSet.allOf(Input.class);
    missing.removeIf(Input::optional);
    missing.removeAll(FOR_ENERGY);
    missing.removeAll(values.keySet());
    return Collections.unmodifiableSet(missing);
  }

  /** Inputs missing for the energy cost; empty if complete. */
  public Set<Input> missingForEnergy() {
    Set<Input> missing = EnumSet.copyOf(FOR_ENERGY);
    missing.removeAll(values.keySet());
    return Collections.unmodifiableSet(missing);
  }

  /** The same with one input changed. */
  Inputs with(Input input, double value) {
    EnumMap<Input, Double> copy = new EnumMap<>(values);
    copy.put(input, value);
    return new Inputs(system, priceDate, copy, unmeteredSource);
  }

  /** The same with several inputs changed. */
  Inputs with(Map<Input, Double> changed) {
    EnumMap<Input, Double> copy = new EnumMap<>(values);
    copy.putAll(changed);
    return new Inputs(system, priceDate, copy, unmeteredSource);
  }
}
