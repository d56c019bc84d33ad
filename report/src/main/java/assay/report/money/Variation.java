package assay.report.money;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws prices: every input uniformly within its range. The buyer's own inputs (years, utilization,
 * PUE, tariff, discount rate) move by the same share for all systems of a draw, since there is one
 * buyer; those of an offer move independently.
 */
public final class Variation {
  private final Map<Input, Double> spreads;

  public Variation(Map<Input, Double> spreads) {
    this.spreads = spreads;
  }

  /** The offers with drawn prices, in their order. */
  public List<Offer> draw(List<Offer> offers, SplittableRandom random) {
    Map<Input, Double> common = new EnumMap<>(Input.class);
    for (Input input : Input.values()) {
      common.put(input, random.nextDouble(-1, 1));
    }
    List<Offer> drawn = new ArrayList<>();
    for (Offer offer : offers) {
      drawn.add(offer.with(drawn(offer.inputs(), common, random)));
    }
    return drawn;
  }

  private Inputs drawn(Inputs inputs, Map<Input, Double> common, SplittableRandom random) {
    Map<Input, Double> changed = new EnumMap<>(Input.class);
    for (Input input : Input.values()) {
      double own = random.nextDouble(-1, 1);
      double share = input.owner() == Input.Owner.BUYER ? common.getOrDefault(input, 0.0) : own;
      Double value = inputs.get(input);
      if (value != null) {
        double spread = spreads.getOrDefault(input, input.defaultSpread());
        changed.put(input, input.moved(value, spread, share));
      }
    }
    return inputs.with(changed);
  }
}
