package assay.core.record;

/**
 * One fork: a line of {@code forks.jsonl}.
 *
 * @param schemaVersion {@link SchemaVersion#CURRENT}
 * @param cell what was measured
 * @param context which fork, when and where
 * @param outcome how it ended, and its raw times
 */
public record ForkRecord(
    int schemaVersion, CellId cell, ForkContext context, Outcome<ForkResult> outcome) {
  public ForkRecord {
    SchemaVersion.check(schemaVersion);
  }

  /** A record of the current version. */
  public ForkRecord(CellId cell, ForkContext context, Outcome<ForkResult> outcome) {
    this(SchemaVersion.CURRENT, cell, context, outcome);
  }
}
