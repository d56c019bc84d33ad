package assay.core.record;

/** The version of the record schema, written to every file and every line. */
public final class SchemaVersion {
  /** Incremented with every change that an older reader would misread. */
  public static final int CURRENT = 3;

  /** The oldest version that can still be read; all since then are upgraded when read. */
  public static final int OLDEST = 2;

  private SchemaVersion() {}

  /** Checks the version of a record in memory. */
  public static void check(int version) {
    if (version != CURRENT) {
      throw new IllegalArgumentException(
          "schema version " + version + ", but this version of Assay writes " + CURRENT);
    }
  }
}
