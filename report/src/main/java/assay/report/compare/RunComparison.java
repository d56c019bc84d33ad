package assay.report.compare;

import java.util.List;

/**
 * A run compared with the base.
 *
 * @param other the run
 * @param machines whether the two are of one machine
 * @param nights whether their forks carry a statement
 * @param plan differences between the plans of the runs
 * @param cells the cells that both measured, in the base's order
 * @param means geometric means over them
 * @param missing cells not compared because a run has no metrics of them
 * @param emulated cells not compared because one or both ran on an emulation or an RTL model
 * @param warnings what a reader must know of the comparison as a whole
 */
public record RunComparison(
    RunSide other,
    MachineVerdict machines,
    Nights nights,
    List<Difference> plan,
    List<ComparedCell> cells,
    List<MeanRatio> means,
    List<NotCompared> missing,
    List<NotCompared> emulated,
    List<String> warnings) {
  /** Copies the lists. */
  public RunComparison {
    plan = List.copyOf(plan);
    cells = List.copyOf(cells);
    means = List.copyOf(means);
    missing = List.copyOf(missing);
    emulated = List.copyOf(emulated);
    warnings = List.copyOf(warnings);
  }

  /** Number of cells whose time has that verdict. */
  public int count(Verdict verdict) {
    return (int) cells.stream().filter(cell -> cell.verdict() == verdict).count();
  }

  /** Without ratios where the machines differ; see {@link Comparison#withinMachines}. */
  RunComparison withinMachines(String remedy) {
    if (!(machines instanceof MachineVerdict.NotComparable)) {
      return this;
    }
    return new RunComparison(
        other,
        machines,
        nights,
        plan,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of("no ratios are given: " + remedy));
  }
}
