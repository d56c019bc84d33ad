package assay.report.money;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Cost of work when one input is at either end of its range and all others are unchanged.
 *
 * @param input which
 * @param low lower end of the range
 * @param high upper end
 * @param costAtLow cost of a reference hour there
 * @param costAtHigh cost of a reference hour at the upper end
 */
public record Sensitivity(
    Input input, double low, double high, double costAtLow, double costAtHigh) {

  /** Difference between the two costs. */
  public double swing() {
    return Math.abs(costAtHigh - costAtLow);
  }

  /**
   * All inputs with an effect, largest swing first.
   *
   * @param spreads by input, in the terms of {@link Input#spreadIsAbsolute}
   */
  public static List<Sensitivity> of(Offer offer, Map<Input, Double> spreads) {
    List<Sensitivity> all = new ArrayList<>();
    offer
        .inputs()
        .values()
        .forEach((input, value) -> {
          double spread = spreads.getOrDefault(input, input.defaultSpread());
          double low = input.moved(value, spread, -1);
          double high = input.moved(value, spread, 1);
          all.add(
              new Sensitivity(input, low, high, cost(offer, input, low), cost(offer, input, high)));
        });
    return all.stream()
        .filter(each -> each.swing() > 0)
        .sorted(Comparator.comparingDouble(Sensitivity::swing).reversed())
        .toList();
  }

  private static double cost(Offer offer, Input input, double value) {
    return offer.with(offer.inputs().with(input, value)).perReferenceHour();
  }
}
