package assay.report.money;

import org.jspecify.annotations.Nullable;

/**
 * A system with its prices, its measured power and its speed relative to the reference system.
 *
 * @param inputs what is stated, without a missing input (energy's aside)
 * @param power measured watts, null to leave energy out
 * @param speed work in an hour ÷ work of the reference system in an hour, above 0
 */
public record Offer(Inputs inputs, @Nullable Power power, double speed) {
  public Offer {
    if (!(speed > 0 && Double.isFinite(speed))) {
      throw new IllegalArgumentException("a speed must be above 0, not " + speed);
    }
  }

  /** Total cost of ownership. */
  public Ownership ownership() {
    return Ownership.of(inputs, power);
  }

  /**
   * Cost of the work that the reference system does in an hour: what makes systems of different
   * speed comparable.
   */
  public double perReferenceHour() {
    return ownership().perHour() / speed;
  }

  /**
   * The price at which this work costs as much as that of another system. The cost is linear in the
   * price, with slope 1; everything else stays as stated, the residual value as an amount too.
   *
   * @return the price, below 0 where even a gift would cost more
   */
  public double breakEvenPrice(Offer other) {
    Ownership own = ownership();
    double allowed = other.perReferenceHour() * speed * own.annuity() * own.hours();
    return own.capex() + allowed - own.total();
  }

  /**
   * How many of these machines a demand takes: demand ÷ capacity, before rounding up.
   *
   * @param hours the demand, in the reference system's hours of work a year
   */
  public double machines(double hours) {
    return hours / (ownership().hours() * speed);
  }

  /** The machines that are bought for a need of so many; 3.0000000001 is a rounding error. */
  public static long whole(double machines) {
    return (long) Math.ceil(machines * (1 - 1e-12));
  }

  /**
   * What the whole machines for a demand cost a year: their discounted total, as equal amounts at
   * the end of each year. They idle for as long as the demand leaves them.
   *
   * @param hours the demand, in the reference system's hours of work a year, above 0
   */
  public double perYear(double hours) {
    long bought = whole(machines(hours));
    double used = 100 * hours / (bought * speed * Ownership.HOURS_PER_YEAR);
    Ownership one =
        with(inputs.with(Input.UTILIZATION, Math.max(Input.UTILIZATION.min(), used))).ownership();
    return bought * one.total() / one.annuity();
  }

  /**
   * The same offer as another resample has it.
   *
   * @param otherWatts power under load, W; null to leave that as it is
   */
  public Offer at(double otherSpeed, @Nullable Double otherWatts) {
    return new Offer(
        inputs,
        power == null || otherWatts == null ? power : power.underLoad(otherWatts),
        otherSpeed);
  }

  /** The same offer with other inputs. */
  Offer with(Inputs other) {
    return new Offer(other, power, speed);
  }
}
