package assay.report.gate;

/**
 * A change of a series that was alarmed once and is not over.
 *
 * @param verdict {@link GateVerdict#REGRESSED} or {@link GateVerdict#IMPROVED}
 * @param test what found it
 * @param alarmed the night of the alarm
 * @param firstBad where it began
 * @param level the level before it
 * @param quiet nights in a row, up to tonight, that were back near that level
 * @param peak the highest score so far
 */
public record Event(
    GateVerdict verdict,
    Test test,
    int alarmed,
    FirstBadNight firstBad,
    double level,
    int quiet,
    double peak) {
  /** Which test. */
  public enum Test {
    /** The last three nights against the rolling baseline. */
    STEP,
    /** The last ten nights against the anchor. */
    DRIFT
  }

  /** Whether it is over: it has been back for {@value SeriesState#QUIET} nights. */
  public boolean over() {
    return quiet >= SeriesState.QUIET;
  }

  /** 1 if it is a regression, −1 if not. */
  double sign() {
    return verdict == GateVerdict.REGRESSED ? 1 : -1;
  }

  Event next(boolean nowQuiet, double score) {
    return new Event(
        verdict, test, alarmed, firstBad, level, nowQuiet ? quiet + 1 : 0, Math.max(peak, score));
  }
}
