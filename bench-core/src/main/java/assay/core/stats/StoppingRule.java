package assay.core.stats;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.List;
import java.util.Locale;

/**
 * Decides after each fork whether a cell needs more.
 *
 * <p>It looks at the data only at 6, 9, 15, 20 and 30 forks and stops when the half-width of the
 * {@link MedianInterval} relative to the median reaches the target. It never looks at a comparison:
 * stopping on significance finds differences that do not exist. Stopping on width is better but not
 * free, because forks that happen to lie close together stop early: over all cells, the interval
 * still contains the true median in 91 % of the cases or more, but of the cells of which it is said
 * that the precision is met, much fewer do where that is rare. {@link Coverage} simulates both.
 *
 * <p>So nights, which are compared with each other, have a fixed number of forks ({@code early}
 * false).
 *
 * @param targetHalfWidth half-width of the interval relative to the median, 0.01 for ± 1 %
 * @param maxForks maximum number of forks per cell, at least 1; below 6 there is no interval
 * @param early whether a cell whose interval is narrow enough stops before that
 */
public record StoppingRule(double targetHalfWidth, int maxForks, boolean early) {
  /** The fork counts at which the precision is checked. */
  public static final List<Integer> LOOKS = List.of(6, 9, 15, 20, 30);

  /** What to do next. */
  public enum Action {
    /** Run another fork. */
    CONTINUE,
    /** Stop: the interval is narrow enough. */
    PRECISION_MET,
    /** Stop: the maximum number of forks or the budget is reached, and the interval is too wide. */
    PRECISION_NOT_MET
  }

  /**
   * A decision.
   *
   * @param action what to do next
   * @param reason one line for the user
   */
  public record Decision(Action action, String reason) {
    /** Whether the cell is finished. */
    public boolean stop() {
      return action != Action.CONTINUE;
    }
  }

  public StoppingRule {
    if (!(targetHalfWidth > 0 && targetHalfWidth < 1)) {
      throw new IllegalArgumentException(
          "target half-width " + targetHalfWidth + " is not between 0 and 1");
    }
    if (maxForks < 1) {
      throw new IllegalArgumentException("at least one fork is needed, not " + maxForks);
    }
  }

  /**
   * Decides after a fork.
   *
   * @param forkMedians the median of each fork so far, above 0, any unit
   * @param budgetSpent whether no time is left for another fork; the precision is then stated for
   *     the count reached, which is not a look, since it does not depend on the data
   */
  public Decision decide(double[] forkMedians, boolean budgetSpent) {
    int n = forkMedians.length;
    boolean last = budgetSpent || n >= maxForks;
    if (n == 0) {
      return budgetSpent
          ? new Decision(Action.PRECISION_NOT_MET, "the budget ended before the first fork")
          : new Decision(Action.CONTINUE, "no fork yet");
    }
    if (!last && !(early && LOOKS.contains(n))) {
      return new Decision(Action.CONTINUE, count(n) + ", next check at " + nextLook(n));
    }
    String why = budgetSpent ? "; the budget is spent" : last ? "; no more forks allowed" : "";
    return switch (MedianInterval.of(forkMedians)) {
      case Unavailable<Interval> none ->
          new Decision(last ? Action.PRECISION_NOT_MET : Action.CONTINUE, none.reason() + why);
      case Available<Interval>(Interval interval) -> {
        double width = interval.relativeHalfWidth(Quantiles.median(forkMedians));
        if (width <= targetHalfWidth) {
          yield new Decision(Action.PRECISION_MET, describe(n, width));
        }
        yield new Decision(
            last ? Action.PRECISION_NOT_MET : Action.CONTINUE, describe(n, width) + why);
      }
    };
  }

  /**
   * Whether an estimate meets the target; false without an interval.
   *
   * @param centre the median that the estimate belongs to; at 0 or below, a relative width is
   *     meaningless and the target is not met
   * @param targetHalfWidth relative to the median, 0.01 for ± 1 %
   */
  public static boolean met(
      Availability<Interval> estimate, double centre, double targetHalfWidth) {
    return centre > 0
        && estimate instanceof Available<Interval>(Interval interval)
        && interval.relativeHalfWidth(centre) <= targetHalfWidth;
  }

  /** The count at which the cell may stop next, beyond {@code n}. */
  public int nextLook(int n) {
    return early
        ? LOOKS.stream().filter(look -> look > n && look < maxForks).findFirst().orElse(maxForks)
        : maxForks;
  }

  private static String count(int n) {
    return n == 1 ? "1 fork" : n + " forks";
  }

  private String describe(int n, double width) {
    return String.format(
        Locale.ROOT,
        "± %.2f %% at %d forks, target ± %.2f %%",
        100 * width,
        n,
        100 * targetHalfWidth);
  }
}
