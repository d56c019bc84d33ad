package assay.report.money;

import org.jspecify.annotations.Nullable;

/**
 * Total cost of owning a system over its years, as a present value: the price is paid at the start,
 * yearly costs at the end of each year, and the residual value comes back at the end of the last.
 *
 * <pre>
 * total   = capex + (energy + space + support) · a(r, n) − residual / (1 + r)ⁿ
 * a(r, n) = (1 − (1 + r)⁻ⁿ) / r,  or n where r = 0
 * energy  = 8760 h · (u · P_load + (1 − u) · P_idle) · PUE · tariff
 * </pre>
 *
 * <p>Present value and annuity: R. Brealey, S. Myers and F. Allen, Principles of Corporate Finance,
 * the chapter on how to calculate present values. A year has 365 days.
 *
 * @param capex price, paid at the start
 * @param energy present value of all energy; null if power was not measured or no tariff is stated:
 *     it is then not in the total
 * @param space present value of rack space
 * @param support present value of support
 * @param residual present value of the residual value, at least 0
 * @param annuity a(r, n), years: present value of 1 per year
 * @param hours hours of work per year
 */
public record Ownership(
    double capex,
    @Nullable Double energy,
    double space,
    double support,
    double residual,
    double annuity,
    double hours) {
  /** Hours of a year of 365 days. */
  public static final double HOURS_PER_YEAR = 8760;

  private static final double WATTS_PER_KILOWATT = 1000;

  /**
   * Calculates the cost.
   *
   * @param inputs without a missing input, energy's aside
   * @param power measured watts; null leaves energy out
   * @throws PriceException if an input is missing
   */
  public static Ownership of(Inputs inputs, @Nullable Power power) {
    double rate = inputs.need(Input.DISCOUNT_RATE) / 100;
    double years = inputs.need(Input.YEARS);
    double annuity = annuity(rate, years);
    double utilization = inputs.need(Input.UTILIZATION) / 100;
    boolean metered = power != null && inputs.missingForEnergy().isEmpty();
    return new Ownership(
        inputs.need(Input.CAPEX),
        power == null || !metered ? null : annuity * energyPerYear(inputs, power, utilization),
        annuity * inputs.need(Input.SPACE),
        annuity * inputs.need(Input.SUPPORT),
        inputs.need(Input.RESIDUAL) / Math.pow(1 + rate, years),
        annuity,
        utilization * HOURS_PER_YEAR);
  }

  /** Annuity factor: the present value of 1 per year. */
  static double annuity(double rate, double years) {
    return rate == 0 ? years : -Math.expm1(-years * Math.log1p(rate)) / rate;
  }

  private static double energyPerYear(Inputs inputs, Power power, double utilization) {
    double kilowatts = power.mean(utilization) / WATTS_PER_KILOWATT;
    return kilowatts * HOURS_PER_YEAR * inputs.need(Input.PUE) * inputs.need(Input.TARIFF);
  }

  /** The total, including energy if known. */
  public double total() {
    return capex + (energy == null ? 0 : energy) + space + support - residual;
  }

  /**
   * Cost of one hour of work: total ÷ discounted hours of work, the levelised cost of IEA and NEA
   * (Projected Costs of Generating Electricity), with work in place of electricity. Work in later
   * years is discounted like money; otherwise a long-lived system would look more expensive than
   * its annual cost.
   */
  public double perHour() {
    return total() / (annuity * hours);
  }

  /**
   * Cost of an amount of work.
   *
   * @param amount in the unit of the rate, such as 1e18 FLOP
   * @param perSecond rate of work under load, above 0
   */
  public double perWork(double amount, double perSecond) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("a rate of " + perSecond + " does no work");
    }
    return perHour() * amount / perSecond / 3600;
  }
}
