package assay.report.compare;

import assay.core.availability.Availability.Unavailable;
import assay.core.record.Bridge;
import assay.core.record.CellId;
import assay.core.record.MetricKey;
import assay.core.record.RunId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs compared with a base.
 *
 * @param base what the others are compared with
 * @param matching which cells were taken to belong together
 * @param others the others, in the order given; at least one
 */
public record Comparison(RunSide base, Matching matching, List<RunComparison> others) {
  /** Copies the list. */
  public Comparison {
    others = List.copyOf(others);
  }

  /**
   * {@link #of(Matching, RunData, List, Double, Bridge)} of two runs and the same targets, without
   * a bridge; how much nights differ is not known.
   */
  public static Comparison of(RunData base, RunData other) {
    return of(Matching.SAME_TARGET, base, List.of(other), null, null);
  }

  /**
   * Compares. The same runs give the same comparison, to the last digit.
   *
   * @param sigma relative standard deviation from night to night, null if it is not known: then
   *     runs of two nights are not judged
   * @param bridge leads from the base's program to that of the others: the base's values are scaled
   *     by its ratios, and what it has no ratio of is not compared; null if none is wanted
   * @throws ComparisonException where a run is given twice, none is given, or the bridge is of
   *     another machine or program
   */
  public static Comparison of(
      Matching matching,
      RunData base,
      List<RunData> others,
      @Nullable Double sigma,
      @Nullable Bridge bridge) {
    if (others.isEmpty()) {
      throw new ComparisonException("nothing to compare " + base + " with: name a second run");
    }
    Set<RunId> seen = new HashSet<>();
    check(base, seen);
    List<RunComparison> all = new ArrayList<>();
    for (RunData other : others) {
      check(other, seen);
      all.add(compare(matching, base, other, sigma, bridge));
    }
    return new Comparison(RunSide.of(base.record()), matching, all);
  }

  /**
   * The same without ratios between different machines: those compare systems, and must be
   * requested.
   *
   * @param remedy what to do to get them, for people
   */
  public Comparison withinMachines(String remedy) {
    return new Comparison(
        base, matching, others.stream().map(other -> other.withinMachines(remedy)).toList());
  }

  private static void check(RunData run, Set<RunId> seen) {
    if (!seen.add(run.record().runId())) {
      throw new ComparisonException(
          run + " is given twice: a run compared with itself shows nothing; name another run");
    }
  }

  private static RunComparison compare(
      Matching matching,
      RunData base,
      RunData other,
      @Nullable Double sigma,
      @Nullable Bridge bridge) {
    List<String> warnings = new ArrayList<>();
    if (bridge != null) {
      warnings.addAll(BridgeMatch.check(bridge, base.record(), other.record()));
    }
    MachineVerdict machines = Machines.compare(base.record(), other.record());
    Nights nights = Nights.of(base.record(), other.record(), machines, sigma);
    Means means = new Means(nights);
    CellPairs pairs = CellPairs.of(matching, base, other);
    List<NotCompared> missing = new ArrayList<>(pairs.missing());
    List<CellComparison> cells =
        pairs.pairs().stream()
            .filter(p -> bridged(bridge, p.base().id(), missing))
            .map(p -> CellComparison.of(p.base(), p.other(), nights, bridge, means))
            .toList();
    List<ForkRatio> ratios = cells.stream().flatMap(cell -> cell.ratios().stream()).toList();
    Judge judge = Judge.of(nights, ratios);
    warnings.addAll(warnings(base, other, cells.isEmpty()));
    judge.tooFew(ratios).ifPresent(warnings::add);
    return new RunComparison(
        RunSide.of(other.record()),
        machines,
        nights,
        PlanDifferences.between(base.record(), other.record()),
        cells.stream().map(cell -> cell.judged(judge)).toList(),
        means.all(),
        missing,
        pairs.emulated(),
        warnings);
  }

  /** Whether the cell's time can be bridged; if not, it is listed with the reason. */
  private static boolean bridged(@Nullable Bridge bridge, CellId id, List<NotCompared> missing) {
    if (bridge != null
        && bridge.ratio(id, MetricKey.TIME) instanceof Unavailable<Bridge.Ratio> none) {
      missing.add(
          new NotCompared(id, NotCompared.Side.BOTH, "the bridge has no ratio: " + none.reason()));
      return false;
    }
    return true;
  }

  private static List<String> warnings(RunData base, RunData other, boolean nothing) {
    List<String> warnings = new ArrayList<>();
    for (RunData run : List.of(base, other)) {
      switch (run.state()) {
        case RUNNING ->
            warnings.add(run + " is still running: cells have the forks that have ended so far");
        case INTERRUPTED ->
            warnings.add(run + " was interrupted: cells may have fewer forks than planned");
        case FINISHED -> {}
      }
      String root = run.record().telemetry().root();
      if (root != null) {
        warnings.add(
            run + " read telemetry under " + root + ", not from its machine's own sensors");
      }
    }
    if (nothing) {
      warnings.add("the runs have no measured cell in common");
    }
    return warnings;
  }
}
