package assay.report.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OfferTest {
  private static final Offer REFERENCE =
      new Offer(Offers.inputs(Map.of(Input.CAPEX, 1000.0)), null, 1);

  @Test
  void breaksEvenWhereTheSameWorkCostsTheSame() {
    // Twice the work may cost twice the 1000; of these 500 go to support.
    Offer fast =
        new Offer(Offers.inputs(Map.of(Input.CAPEX, 3000.0, Input.SUPPORT, 500.0)), null, 2);
    assertThat(fast.breakEvenPrice(REFERENCE)).isEqualTo(1500, within(1e-9));
  }

  @Test
  void noPriceIsLowEnoughForASystemThatCostsMoreToRun() {
    Offer hungry =
        new Offer(Offers.inputs(Map.of(Input.CAPEX, 100.0, Input.SUPPORT, 1200.0)), null, 1);
    assertThat(hungry.breakEvenPrice(REFERENCE)).isEqualTo(-200, within(1e-9));
  }

  @Test
  void atTheBreakEvenPriceCostsAreEqualWhateverTheInputs() {
    long seed = 20261122;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      Offer a = drawn(random);
      Offer b = drawn(random);
      double price = a.breakEvenPrice(b);
      if (price >= 0) {
        Offer bought = a.with(a.inputs().with(Input.CAPEX, price));
        assertThat(bought.perReferenceHour())
            .as("seed %d, draw %d", seed, i)
            .isEqualTo(b.perReferenceHour(), within(1e-9 * b.perReferenceHour()));
      }
    }
  }

  private static Offer drawn(SplittableRandom random) {
    Inputs inputs =
        Offers.inputs(
            Map.of(
                Input.CAPEX, random.nextDouble(1e3, 1e5),
                Input.YEARS, (double) random.nextInt(1, 9),
                Input.UTILIZATION, random.nextDouble(5, 100),
                Input.PUE, random.nextDouble(1, 2),
                Input.TARIFF, random.nextDouble(0.05, 0.5),
                Input.SPACE, random.nextDouble(0, 2000),
                Input.SUPPORT, random.nextDouble(0, 2000),
                Input.DISCOUNT_RATE, random.nextDouble(0, 15),
                Input.RESIDUAL, random.nextDouble(0, 500)));
    Power power = new Power(random.nextDouble(100, 2000), random.nextDouble(10, 100), false);
    return new Offer(inputs, power, random.nextDouble(0.2, 5));
  }

  /** 8760 h × 50 % × 2 = 8760 reference hours a year each. */
  @Test
  void aDemandTakesWholeMachines() {
    Offer offer =
        new Offer(
            Offers.inputs(
                Map.of(
                    Input.CAPEX,
                    1000.0,
                    Input.UTILIZATION,
                    50.0,
                    Input.PUE,
                    1.0,
                    Input.TARIFF,
                    0.1)),
            new Power(1000, 100.0, true),
            2);
    assertThat(offer.machines(20_000)).isEqualTo(20_000 / 8760.0, within(1e-12));
    assertThat(Offer.whole(offer.machines(20_000))).isEqualTo(3);
    assertThat(Offer.whole(offer.machines(3 * 8760))).isEqualTo(3);
    assertThat(Offer.whole(3.0000000000000004)).as("a rounding error is no machine").isEqualTo(3);
    assertThat(Offer.whole(3.000001)).isEqualTo(4);
    // 10,000 of 3 × 8760 hours under load, the others idle: 10,000 + 1628 kWh
    assertThat(offer.perYear(20_000)).isEqualTo(3 * 1000 + 0.1 * (10_000 + 1628), within(1e-6));
  }

  @Test
  void theLargestSwingStandsFirst() {
    Offer offer =
        new Offer(
            Offers.inputs(
                Map.of(Input.CAPEX, 1000.0, Input.SUPPORT, 100.0, Input.UTILIZATION, 50.0)),
            null,
            1);
    List<Sensitivity> all =
        Sensitivity.of(offer, Map.of(Input.CAPEX, 10.0, Input.YEARS, 1.0, Input.SUPPORT, 10.0));
    assertThat(all).isSortedAccordingTo((a, b) -> Double.compare(b.swing(), a.swing()));
    Sensitivity capex =
        all.stream().filter(s -> s.input() == Input.CAPEX).findFirst().orElseThrow();
    // 1000 ± 100 and 100 of support, over 4380 hours
    assertThat(capex.low()).isEqualTo(900, within(1e-9));
    assertThat(capex.costAtLow()).isEqualTo(1000.0 / 4380, within(1e-12));
    assertThat(capex.costAtHigh()).isEqualTo(1200.0 / 4380, within(1e-12));
    // A year cannot become none: the range ends at 1.
    Sensitivity years =
        all.stream().filter(s -> s.input() == Input.YEARS).findFirst().orElseThrow();
    assertThat(years.low()).isEqualTo(1);
    assertThat(years.high()).isEqualTo(2);
    assertThat(all).noneMatch(s -> s.input() == Input.TARIFF);
  }

  @Test
  void utilizationNeverPassesAHundredPercent() {
    assertThat(Input.UTILIZATION.moved(95, 20, 1)).isEqualTo(100);
    assertThat(Input.PUE.moved(1.05, 10, -1)).isEqualTo(1);
    assertThat(Input.DISCOUNT_RATE.moved(1, 2, -1)).isEqualTo(0);
    assertThat(Input.YEARS.moved(5, 1, 0.4)).isEqualTo(5);
  }

  @Test
  void drawsKeepWithinTheRangesAndMoveTheBuyersInputsAlike() {
    long seed = 7;
    SplittableRandom random = new SplittableRandom(seed);
    Map<Input, Double> given =
        Map.of(Input.CAPEX, 1000.0, Input.TARIFF, 0.2, Input.UTILIZATION, 50.0);
    Offer one = new Offer(Offers.inputs(given), null, 1);
    Variation variation = new Variation(Map.of(Input.CAPEX, 10.0, Input.TARIFF, 20.0));
    boolean apart = false;
    for (int i = 0; i < 500; i++) {
      List<Offer> drawn = variation.draw(List.of(one, one), random);
      Inputs a = drawn.getFirst().inputs();
      Inputs b = drawn.getLast().inputs();
      assertThat(a.need(Input.TARIFF)).as("seed %d", seed).isBetween(0.16, 0.24);
      assertThat(a.need(Input.TARIFF)).isEqualTo(b.need(Input.TARIFF));
      assertThat(a.need(Input.CAPEX)).isBetween(900.0, 1100.0);
      apart |= Math.abs(a.need(Input.CAPEX) - b.need(Input.CAPEX)) > 50;
    }
    assertThat(apart).isTrue();
    assertThat(variation.draw(List.of(one), new SplittableRandom(3)))
        .isEqualTo(variation.draw(List.of(one), new SplittableRandom(3)));
  }
}
