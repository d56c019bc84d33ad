package assay.report.compare;

/** The verdict on a series of nights. */
public sealed interface SeriesVerdict {
  /**
   * The series was not judged.
   *
   * @param reason one line for a person
   */
  record NotJudged(String reason) implements SeriesVerdict {}

  /** The verdict that two runs alone allow. */
  static SeriesVerdict ofTwoRuns() {
    return new NotJudged("two runs are not a series of nights");
  }
}
