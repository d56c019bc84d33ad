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

  /** The same offer with another speed, such as an end of its interval. */
  public Offer atSpeed(double other) {
    return new Offer(inputs, power, other);
  }

  /** The same offer with other inputs. */
  Offer with(Inputs other) {
    return new Offer(other, power, speed);
  }
}
