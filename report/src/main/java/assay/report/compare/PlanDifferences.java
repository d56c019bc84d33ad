package assay.report.compare;

import assay.core.record.RunRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Differences in the plans of two runs, or in the programs that measured them. */
final class PlanDifferences {
  private PlanDifferences() {}

  static List<Difference> between(RunRecord base, RunRecord other) {
    return Machines.differences(parts(base), parts(other));
  }

  /** The number of threads is not among them: it is the machine's ({@link Machines}). */
  private static Map<String, String> parts(RunRecord run) {
    RunRecord.Plan plan = run.plan();
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("suite", run.suite());
    parts.put("seed", String.valueOf(run.seed()));
    parts.put("assay.version", run.assay().version());
    String commit = run.assay().commit();
    if (commit != null) {
      parts.put("assay.commit", commit);
    }
    parts.put("plan.jvmArgs", String.join(" ", plan.jvmArgs()));
    parts.put("plan.targetHalfWidthPercent", String.valueOf(plan.targetHalfWidthPercent()));
    parts.put("plan.maxForks", String.valueOf(plan.maxForks()));
    plan.parameters().forEach((name, value) -> parts.put("plan." + name, value));
    return parts;
  }
}
