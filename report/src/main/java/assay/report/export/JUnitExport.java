package assay.report.export;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.stats.Interval;
import assay.report.compare.Change;
import assay.report.compare.ComparedCell;
import assay.report.compare.Comparison;
import assay.report.compare.NotCompared;
import assay.report.compare.RunComparison;
import assay.report.compare.RunData;
import assay.report.compare.Wording;
import assay.report.text.Format;
import assay.report.text.Language;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * JUnit XML for tools that show test results: a suite per run with a case per cell, a suite per
 * comparison with a case per compared cell, and a suite for the nightly verdict ({@link
 * GateSuite}), the only one that knows regressions.
 *
 * <ul>
 *   <li>failure: an alarm of the nightly verdict, or a series without a valid result;
 *   <li>error: the output was wrong, the cell failed, or a series is missing;
 *   <li>skipped, with the reason: unavailable, unsupported, timed out, without interval, not
 *       compared, and slower than the base. Two runs are no verdict on a series of nights, so a
 *       comparison never fails a case.
 * </ul>
 *
 * <p>The time of a case is what the run spent on the cell ({@link CellDurations}), not the measured
 * time of one execution. Nothing runs for a comparison, so its cases took 0 s.
 */
public final class JUnitExport implements Export {
  private static final Format FORMAT = Format.of(Language.EN);

  /** Needs nothing. */
  public JUnitExport() {}

  @Override
  public String name() {
    return "junit";
  }

  @Override
  public String description() {
    return "JUnit XML: alarms of the nightly verdict are failures, wrong is an error; a comparison"
        + " fails nothing";
  }

  @Override
  public List<ExportFile> export(ExportInput input) {
    List<JUnitSuite> suites = new ArrayList<>();
    input.runs().forEach(run -> suites.add(run(run)));
    Comparison comparison = input.comparison();
    if (comparison != null) {
      comparison.others().forEach(other -> suites.add(comparison(comparison, other)));
    }
    if (input.verdict() != null) {
      suites.add(GateSuite.of(input.verdict(), input.newest().startedUtc()));
    }
    return List.of(new ExportFile("junit.xml", JUnitXml.write(suites)));
  }

  private static JUnitSuite run(RunData data) {
    RunRecord run = data.record();
    CellDurations durations = CellDurations.of(data);
    List<JUnitSuite.Case> cases = new ArrayList<>();
    for (Cell cell : run.cells()) {
      cases.add(
          new JUnitSuite.Case(
              "assay." + cell.id().target(),
              cell.id().workload() + " " + cell.id().precision(),
              durations.of(cell.id()),
              outcome(cell.outcome())));
    }
    return new JUnitSuite("run " + run.runId(), run.startedUtc(), cases);
  }

  private static JUnitSuite.Outcome outcome(Outcome<CellResult> outcome) {
    String remedy = Remedy.textOf(outcome.remedy());
    String reason = outcome.reason() + (remedy == null ? "" : " [" + remedy + "]");
    return switch (outcome) {
      case Outcome.Measured<CellResult> measured -> new JUnitSuite.Passed();
      case Outcome.Verified<CellResult> emulated -> new JUnitSuite.Passed();
      case Outcome.Modelled<CellResult> modelled -> new JUnitSuite.Passed();
      case Outcome.Invalid<CellResult> invalid -> new JUnitSuite.Errored("INVALID", reason);
      case Outcome.Failed<CellResult> failed -> new JUnitSuite.Errored("FAILED", reason);
      case Outcome.TimedOut<CellResult> timedOut -> new JUnitSuite.Skipped("TIMED_OUT: " + reason);
      case Outcome.Unsupported<CellResult> no -> new JUnitSuite.Skipped("UNSUPPORTED: " + reason);
      case Outcome.Unavailable<CellResult> no -> new JUnitSuite.Skipped("UNAVAILABLE: " + reason);
    };
  }

  private static JUnitSuite comparison(Comparison comparison, RunComparison other) {
    List<JUnitSuite.Case> cases = new ArrayList<>();
    for (ComparedCell cell : other.cells()) {
      cases.add(
          new JUnitSuite.Case(
              "assay.compare." + cell.base().target(),
              cell.base().workload() + " " + cell.base().precision(),
              Duration.ZERO,
              compared(cell)));
    }
    List<NotCompared> not = new ArrayList<>(other.missing());
    not.addAll(other.emulated());
    for (NotCompared cell : not) {
      cases.add(
          new JUnitSuite.Case(
              "assay.compare." + cell.id().target(),
              cell.id().workload() + " " + cell.id().precision(),
              Duration.ZERO,
              new JUnitSuite.Skipped("not compared: " + cell.reason())));
    }
    String name = "comparison " + comparison.base().id() + " with " + other.other().id();
    return new JUnitSuite(name, other.other().started(), cases);
  }

  private static JUnitSuite.Outcome compared(ComparedCell cell) {
    for (Change change : cell.changes()) {
      if (change instanceof Change.Ratio ratio && ratio.key() == MetricKey.TIME) {
        return switch (ratio.verdict()) {
          case BETTER, SAME, NO_DIFFERENCE_SHOWN -> new JUnitSuite.Passed();
          case NO_INTERVAL -> new JUnitSuite.Skipped("inconclusive: " + interval(ratio.estimate()));
          case NOT_JUDGED -> new JUnitSuite.Skipped("not judged: " + words(ratio));
          case WORSE ->
              new JUnitSuite.Skipped(
                  "SLOWER: "
                      + words(ratio)
                      + "; a difference between two runs, not judged over nights");
        };
      }
    }
    return new JUnitSuite.Skipped("inconclusive: no time");
  }

  private static String words(Change.Ratio ratio) {
    return FORMAT.ratio(ratio.ratio())
        + " "
        + Wording.phrase(ratio.key())
        + ", 95 % interval "
        + interval(ratio.estimate());
  }

  private static String interval(Availability<Interval> estimate) {
    return switch (estimate) {
      case Available<Interval>(Interval interval) -> FORMAT.ratios(interval.low(), interval.high());
      case Unavailable<Interval> none -> none.reason();
    };
  }
}
