package assay.report.run;

import assay.report.compare.RunData;

/** The run that tonight's run is compared with. */
public sealed interface Baseline {
  /** How a baseline was chosen. */
  enum Choice {
    /** Named by the user. */
    GIVEN,
    /** The newest earlier run of the same suite on the same machine with a cell in common. */
    PREVIOUS,
    /** The same, of another suite, because there is none of the same. */
    PREVIOUS_OTHER_SUITE
  }

  /** Why there is no baseline. */
  enum Why {
    /** No earlier run is stored. */
    NO_EARLIER_RUN,
    /** Earlier runs are from other machines or have other thread counts. */
    NONE_COMPARABLE,
    /** No comparable earlier run measured a cell of this run. */
    NOTHING_IN_COMMON
  }

  /** A baseline. */
  record Found(RunData run, Choice choice) implements Baseline {}

  /** No baseline. */
  record None(Why why) implements Baseline {}
}
