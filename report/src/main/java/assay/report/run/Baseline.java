package assay.report.run;

import assay.report.compare.RunData;

/** The run that tonight's is set against. */
public sealed interface Baseline {
  /** How a baseline came to be one. */
  enum Choice {
    /** A person named it. */
    GIVEN,
    /** The newest earlier run of the same suite on the same machine with a cell in common. */
    PREVIOUS,
    /** The same, of another suite, because there is none of the same. */
    PREVIOUS_OTHER_SUITE
  }

  /** Why there is none. */
  enum Why {
    /** No earlier run is stored. */
    NO_EARLIER_RUN,
    /** Earlier runs are of other machines, threads or kernels. */
    NONE_COMPARABLE,
    /** No comparable earlier run has measured a cell that this one measured. */
    NOTHING_IN_COMMON
  }

  /** There is one. */
  record Found(RunData run, Choice choice) implements Baseline {}

  /** There is none. */
  record None(Why why) implements Baseline {}
}
