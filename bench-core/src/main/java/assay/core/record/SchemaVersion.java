package assay.core.record;

/** The version of the record's form, written into every file and every line. */
public final class SchemaVersion {
  /** Raised with every change that an older reader would misread; there is no migration yet. */
  public static final int CURRENT = 2;

  private SchemaVersion() {}

  static void check(int version) {
    if (version != CURRENT) {
      throw new IllegalArgumentException(
          "schema version " + version + ", this program reads and writes " + CURRENT);
    }
  }
}
