package assay.report.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Against examples that were worked out by hand. */
class OwnershipTest {
  private static final Inputs TWO_YEARS =
      Offers.inputs(
          Map.of(
              Input.CAPEX, 1000.0,
              Input.YEARS, 2.0,
              Input.DISCOUNT_RATE, 10.0,
              Input.SPACE, 30.0,
              Input.SUPPORT, 70.0,
              Input.RESIDUAL, 121.0,
              Input.UTILIZATION, 50.0,
              Input.PUE, 1.5,
              Input.TARIFF, 0.2));

  @Test
  void yearlyCostsAreDiscountedFromTheEndOfEachYear() {
    Ownership cost = Ownership.of(TWO_YEARS, null);
    // 1 / 1.1 + 1 / 1.21
    assertThat(cost.annuity()).isEqualTo(1.735537190082645, within(1e-12));
    // 30 / 1.1 + 30 / 1.21 and 70 / 1.1 + 70 / 1.21
    assertThat(cost.space()).isEqualTo(52.0661157024793, within(1e-9));
    assertThat(cost.support()).isEqualTo(121.487603305785, within(1e-9));
    // 121 / 1.21
    assertThat(cost.residual()).isEqualTo(100, within(1e-9));
    assertThat(cost.energy()).isNull();
    assertThat(cost.total()).isEqualTo(1073.553719008264, within(1e-9));
  }

  @Test
  void energyIsMeanPowerTimesHoursTimesPueTimesTariff() {
    // (0.5 × 1000 W + 0.5 × 200 W) × 8760 h = 5256 kWh; × 1.5 × 0.2 = 1576.80 a year
    Ownership cost = Ownership.of(TWO_YEARS, new Power(1000, 200.0, false));
    assertThat(cost.energy()).isEqualTo(1576.8 / 1.1 + 1576.8 / 1.21, within(1e-9));
    assertThat(cost.total()).isEqualTo(1073.553719008264 + 2736.5950413223, within(1e-9));
  }

  /** 1576.80 in the first year, 1655.64 in the second. */
  @Test
  void aTariffThatRisesCostsMoreFromTheSecondYearOn() {
    Inputs rising = TWO_YEARS.with(Input.TARIFF_CHANGE, 5);
    Ownership cost = Ownership.of(rising, new Power(1000, 200.0, false));
    assertThat(cost.energy()).isEqualTo(1576.8 / 1.1 + 1655.64 / 1.21, within(1e-9));
    assertThat(cost.space()).isEqualTo(Ownership.of(TWO_YEARS, null).space());
    assertThat(Ownership.annuity(0.1, 0.1, 2)).as("as fast as money").isEqualTo(2 / 1.1);
    assertThat(Ownership.annuity(0.1, 0.1 + 1e-12, 2)).isEqualTo(2 / 1.1, within(1e-9));
    assertThat(Ownership.annuity(0, 0.5, 3)).isEqualTo(1 + 1.5 + 2.25, within(1e-9));
  }

  @Test
  void fansAndSupplyAreAddedToWhatIsMeasuredInsideOnly() {
    Inputs stated = TWO_YEARS.with(Input.UNMETERED, 20);
    Double measured = Ownership.of(TWO_YEARS, new Power(1000, 200.0, false)).energy();
    assertThat(Ownership.of(stated, new Power(1000, 200.0, false)).energy())
        .isEqualTo(1.2 * Objects.requireNonNull(measured), within(1e-9));
    assertThat(Ownership.of(stated, new Power(1000, 200.0, true)).energy()).isEqualTo(measured);
  }

  @Test
  void aShareWithoutItsSourceIsRefused() {
    Map<Input, Double> values = Map.of(Input.UNMETERED, 15.0);
    assertThatThrownBy(() -> new Inputs("host-a", TWO_YEARS.priceDate(), values, null))
        .isInstanceOf(PriceException.class)
        .hasMessage("host-a: unmeteredPercent is stated without saying where it comes from");
  }

  @Test
  void unknownIdlePowerCostsNothing() {
    Ownership cost = Ownership.of(TWO_YEARS, new Power(1000, null, false));
    // 0.5 × 1000 W × 8760 h = 4380 kWh; × 1.5 × 0.2 = 1314 a year
    assertThat(cost.energy()).isEqualTo(1314 / 1.1 + 1314 / 1.21, within(1e-9));
  }

  @Test
  void withoutDiscountAYearIsAYear() {
    assertThat(Ownership.annuity(0, 0, 5)).isEqualTo(5);
    assertThat(Ownership.annuity(1e-12, 0, 5)).isEqualTo(5, within(1e-9));
  }

  @Test
  void anHourOfWorkCostsTheTotalOverTheDiscountedHours() {
    Ownership cost = Ownership.of(TWO_YEARS, null);
    assertThat(cost.hours()).isEqualTo(4380);
    assertThat(cost.perHour())
        .isEqualTo(1073.553719008264 / (4380 / 1.1 + 4380 / 1.21), within(1e-12));
    // 1e18 FLOP at 1e12 FLOP/s take 1e6 s
    assertThat(cost.perWork(1e18, 1e12)).isEqualTo(cost.perHour() * 1e6 / 3600, within(1e-9));
    assertThatThrownBy(() -> cost.perWork(1e18, 0)).hasMessageContaining("does no work");
  }

  @Test
  void whatIsNotStatedIsNotTakenToBeZero() {
    Inputs some =
        new Inputs("host-b", LocalDate.parse("2026-11-22"), Map.of(Input.CAPEX, 1.0), null);
    assertThat(some.missing())
        .containsExactly(
            Input.YEARS,
            Input.UTILIZATION,
            Input.SPACE,
            Input.SUPPORT,
            Input.DISCOUNT_RATE,
            Input.RESIDUAL);
    assertThat(some.missingForEnergy()).containsExactly(Input.PUE, Input.TARIFF);
    assertThatThrownBy(() -> Ownership.of(some, null))
        .isInstanceOf(PriceException.class)
        .hasMessage("host-b: discountRatePercent is not stated; write 0 if there is none");
  }

  @Test
  void withoutATariffEnergyIsLeftOutAndTheRestStands() {
    Map<Input, Double> values = new java.util.EnumMap<>(TWO_YEARS.values());
    values.remove(Input.TARIFF);
    Ownership cost =
        Ownership.of(
            new Inputs("host-a", TWO_YEARS.priceDate(), values, "meter"),
            new Power(1000, 200.0, false));
    assertThat(cost.energy()).isNull();
    assertThat(cost.total()).isEqualTo(1073.553719008264, within(1e-9));
  }
}
