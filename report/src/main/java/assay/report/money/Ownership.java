package assay.report.money;

import org.jspecify.annotations.Nullable;

/**
 * Total cost of owning a system over its years, as a present value: the price is paid at the start,
 * yearly costs at the end of each year, and the residual value comes back at the end of the last.
 *
 * <pre>
 * total      = capex + energy · a(r, g, n) + (space + support) · a(r, 0, n) − residual / (1 + r)ⁿ
 * a(r, g, n) = Σ (1 + g)ᵏ⁻¹ / (1 + r)ᵏ over k = 1 … n
 *            = (((1 + g) / (1 + r))ⁿ − 1) / (g − r),  or n / (1 + r) where g = r
 * energy     = 8760 h · (u · P_load + (1 − u) · P_idle) · (1 + f) · PUE · tariff
 * </pre>
 *
 * <p>r is the discount rate, g the change of the tariff a year, which is as stated in the first
 * year, and f the stated share of what no sensor inside the machine sees; f is 0 where it is not
 * stated or a meter in front of the machine measured all of it.
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
 * @param annuity a(r, 0, n), years: present value of 1 per year
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
    double annuity = annuity(rate, 0, years);
    double energyYears = annuity(rate, inputs.orNone(Input.TARIFF_CHANGE) / 100, years);
    double utilization = inputs.need(Input.UTILIZATION) / 100;
    boolean metered = power != null && inputs.missingForEnergy().isEmpty();
    return new Ownership(
        inputs.need(Input.CAPEX),
        power == null || !metered ? null : energyYears * energyPerYear(inputs, power, utilization),
        annuity * inputs.need(Input.SPACE),
        annuity * inputs.need(Input.SUPPORT),
        inputs.need(Input.RESIDUAL) / Math.pow(1 + rate, years),
        annuity,
        utilization * HOURS_PER_YEAR);
  }

  /** Annuity factor: the present value of 1 in the first year that grows by a share each year. */
  static double annuity(double rate, double growth, double years) {
    double excess = growth - rate;
    return excess == 0
        ? years / (1 + rate)
        : Math.expm1(years * Math.log1p(excess / (1 + rate))) / excess;
  }

  private static double energyPerYear(Inputs inputs, Power power, double utilization) {
    double unmetered = power.whole() ? 0 : inputs.orNone(Input.UNMETERED) / 100;
    double kilowatts = power.mean(utilization) * (1 + unmetered) / WATTS_PER_KILOWATT;
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
