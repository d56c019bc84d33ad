package assay.report.compare;

import assay.core.record.Bridge;
import assay.core.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whether a bridge leads from the program and machine of one run to those of another. */
final class BridgeMatch {
  private BridgeMatch() {}

  /**
   * Checks both ends.
   *
   * @return what to know of the bridge, a sentence each
   * @throws ComparisonException where a machine, a number of threads or the code of a program is
   *     another one
   */
  static List<String> check(Bridge bridge, RunRecord base, RunRecord other) {
    List<String> wrong = new ArrayList<>();
    refuse("old", bridge.before(), base, wrong);
    refuse("new", bridge.after(), other, wrong);
    if (!wrong.isEmpty()) {
      throw new ComparisonException(
          "the bridge does not lead from run "
              + base.runId()
              + " to run "
              + other.runId()
              + ": "
              + String.join("; ", wrong));
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        String.format(
            Locale.ROOT,
            "values of run %s are scaled by what the bridge of %s measured in %d rounds between"
                + " its program, %s, and that of run %s, %s; intervals are widened by the bridge's own",
            base.runId(),
            bridge.startedUtc(),
            bridge.rounds(),
            bridge.before().assay().text(),
            other.runId(),
            bridge.after().assay().text()));
    warn(bridge.before(), base, notes);
    warn(bridge.after(), other, notes);
    return notes;
  }

  private static void refuse(
      String which, Bridge.Program program, RunRecord run, List<String> wrong) {
    List<Difference> found = Machines.refused(program, run);
    if (!found.isEmpty()) {
      wrong.add("its " + which + " program and run " + run.runId() + " differ in " + list(found));
    }
  }

  private static void warn(Bridge.Program program, RunRecord run, List<String> notes) {
    List<Difference> found = Machines.settings(program, run);
    if (!found.isEmpty()) {
      notes.add(
          "the bridge was measured with other settings than " + run.runId() + ": " + list(found));
    }
  }

  private static String list(List<Difference> differences) {
    return differences.stream().map(Difference::toString).collect(Collectors.joining(", "));
  }
}
