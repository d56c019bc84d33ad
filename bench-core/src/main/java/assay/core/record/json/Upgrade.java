package assay.core.record.json;

import assay.core.record.SchemaVersion;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings what an older version wrote to the current form, on the tree and a version at a time. A
 * step is written when the version is raised and never changed after, and reads as strictly as the
 * reader of its version did.
 */
final class Upgrade {
  /** The step from version {@link SchemaVersion#OLDEST} first. */
  private static final List<Step> STEPS = List.of(new FromVersion2());

  private Upgrade() {}

  /** From one version to the next. */
  interface Step {
    /** Changes a run. */
    void run(ObjectNode run);

    /** Changes a line of {@code forks.jsonl}. */
    void fork(ObjectNode fork);
  }

  /**
   * Changes a run, a fork or the header of a telemetry log, of a version from {@link
   * SchemaVersion#OLDEST} on.
   *
   * @throws IllegalArgumentException where it is not of the form that its version had
   */
  static void toCurrent(ObjectNode tree, Kind kind) {
    int version = tree.path("schemaVersion").intValue();
    for (Step step : STEPS.subList(version - SchemaVersion.OLDEST, STEPS.size())) {
      switch (kind) {
        case RUN -> step.run(tree);
        case FORK -> step.fork(tree);
        case TELEMETRY -> {
          // Its form has not changed since.
        }
      }
    }
    tree.put("schemaVersion", SchemaVersion.CURRENT);
  }

  /** What carries a version. */
  enum Kind {
    /** {@code run.json}. */
    RUN,
    /** A line of {@code forks.jsonl}. */
    FORK,
    /** The header of {@code telemetry.jsonl}. */
    TELEMETRY
  }
}
