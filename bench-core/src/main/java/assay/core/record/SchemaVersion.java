package assay.core.record;

/** The version of the record's form, written into every file and every line. */
public final class SchemaVersion {
  /** Raised with every change that an older reader would misread. */
  public static final int CURRENT = 3;

  /** The oldest that can still be read: every one from here on is upgraded as it is read. */
  public static final int OLDEST = 2;

  private SchemaVersion() {}

  /** Of a record in memory. */
  public static void check(int version) {
    if (version != CURRENT) {
      throw new IllegalArgumentException(
          "schema version " + version + ", this program writes " + CURRENT);
    }
  }
}
