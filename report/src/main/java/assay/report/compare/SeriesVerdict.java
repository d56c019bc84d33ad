package assay.report.compare;

/** The verdict on a series of nights; what judges one takes its place here. */
public sealed interface SeriesVerdict {
  /**
   * The series was not judged.
   *
   * @param reason one line for a person
   */
  record NotJudged(String reason) implements SeriesVerdict {}

  /** What two runs alone can say of a series. */
  static SeriesVerdict ofTwoRuns() {
    return new NotJudged("two runs are no series of nights");
  }
}
