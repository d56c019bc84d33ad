package assay.core.harness;

import assay.core.environment.Fingerprint;
import assay.core.record.Comparability;
import assay.core.record.Difference;
import assay.core.record.MeasuredSpeed;
import assay.core.record.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The environment of a resumed run: the one that it was begun in. A setting that has changed since
 * has both values, so that a comparison with a run that had only one of them warns.
 *
 * @param changed settings that have changed, with both values
 */
record ResumedEnvironment(RunRecord.Environment environment, List<Difference> changed) {
  private static final String THEN = ", then ";

  /**
   * The environment of the resumed run.
   *
   * @param now the environment found at the resume
   * @throws ResumeException if it is another machine, or if other code would measure
   */
  static ResumedEnvironment of(RunRecord before, RunRecord.Environment now) {
    Comparability verdict = Comparability.of(before.environment(), now);
    List<Difference> settings = verdict.settings();
    List<Difference> refused = new ArrayList<>(verdict.identity());
    settings.stream().filter(d -> RunRecord.Environment.isOwnCode(d.name())).forEach(refused::add);
    refused.removeIf(Difference::oneSided);
    if (!refused.isEmpty()) {
      throw ResumeException.otherMachine(before.runId(), refused);
    }
    List<Difference> changed =
        settings.stream()
            .filter(d -> !d.oneSided() && !ends(d) && !d.name().startsWith(MeasuredSpeed.PREFIX))
            .toList();
    Map<String, String> both = new LinkedHashMap<>();
    changed.forEach(d -> both.put(d.name(), d.left().text() + THEN + d.right().text()));
    return new ResumedEnvironment(
        Fingerprint.amended(before.environment(), both, Map.of()), changed);
  }

  /** Whether the run has had this value since it was resumed before. */
  private static boolean ends(Difference setting) {
    return setting.left().text().endsWith(THEN + setting.right().text());
  }

  /** The changes in one line; empty if there are none. */
  Optional<String> note() {
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the run was resumed with other settings: "
                + changed.stream().map(Difference::text).collect(Collectors.joining(", ")));
  }
}
