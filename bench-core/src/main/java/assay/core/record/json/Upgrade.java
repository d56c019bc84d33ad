package assay.core.record.json;

import assay.core.record.SchemaVersion;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Upgrades records of older versions to the current form, on the JSON tree, one version at a time.
 * A step is written when the version is incremented and never changed afterwards, and it is as
 * strict as the reader of its version was.
 */
final class Upgrade {
  /** The step from version {@link SchemaVersion#OLDEST} first. */
  private static final List<Step> STEPS = List.of(new FromVersion2());

  private Upgrade() {}

  /** From one version to the next. */
  interface Step {
    /** Upgrades a run. */
    void run(ObjectNode run);

    /** Upgrades a line of {@code forks.jsonl}. */
    void fork(ObjectNode fork);
  }

  /**
   * Upgrades a run, a fork or the header of a telemetry log of any version from {@link
   * SchemaVersion#OLDEST} on.
   *
   * @throws IllegalArgumentException if it does not have the form of its version
   */
  static void toCurrent(ObjectNode tree, Kind kind) {
    int version = tree.path("schemaVersion").intValue();
    for (Step step : STEPS.subList(version - SchemaVersion.OLDEST, STEPS.size())) {
      switch (kind) {
        case RUN -> step.run(tree);
        case FORK -> step.fork(tree);
        case TELEMETRY -> {
          // This form has not changed.
        }
      }
    }
    tree.put("schemaVersion", SchemaVersion.CURRENT);
  }

  /** What has a schema version. */
  enum Kind {
    /** {@code run.json}. */
    RUN,
    /** A line of {@code forks.jsonl}. */
    FORK,
    /** The header of {@code telemetry.jsonl}. */
    TELEMETRY
  }
}
