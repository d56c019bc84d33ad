package assay.core.record;

import org.jspecify.annotations.Nullable;

/** The figures of a model as they stand in the file; quotients are for readers, and checked. */
record ModelJson(
    long cycles,
    long macs,
    long peakMacsPerCycle,
    double macsPerCycle,
    double shareOfPeak,
    @Nullable Synthesis synthesis,
    @Nullable String synthesisUnavailable) {

  static ModelJson of(ModelFigures figures) {
    return new ModelJson(
        figures.cycles(),
        figures.macs(),
        figures.peakMacsPerCycle(),
        figures.macsPerCycle(),
        figures.shareOfPeak(),
        Observed.value(figures.synthesis()),
        Observed.reason(figures.synthesis()));
  }

  ModelFigures toFigures() {
    ModelFigures figures =
        new ModelFigures(
            cycles,
            macs,
            peakMacsPerCycle,
            Observed.of("synthesis", synthesis, synthesisUnavailable));
    if (macsPerCycle != figures.macsPerCycle() || shareOfPeak != figures.shareOfPeak()) {
      throw new IllegalArgumentException(
          macs + " multiply-adds in " + cycles + " cycles are not " + macsPerCycle + " a cycle");
    }
    return figures;
  }
}
