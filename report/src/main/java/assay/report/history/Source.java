package assay.report.history;

import assay.core.record.RunRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as it goes into the index.
 *
 * @param place where it comes from: the absolute path of its folder; in a shared database after the
 *     name of the folder of runs
 * @param size of the file, bytes
 * @param changed when the file was changed, ms since 1970
 * @param run what is kept of it; its identity may still change
 * @param names which machine it is, by name; null if that is not known
 * @param hash of {@code names}, null likewise
 */
record Source(
    String place,
    long size,
    long changed,
    StoredRun run,
    @Nullable Map<String, String> names,
    @Nullable String hash) {
  /** The same under another place. */
  Source at(String other) {
    return new Source(other, size, changed, run, names, hash);
  }

  /** A run of Assay. */
  static Source of(String place, long size, long changed, RunRecord record) {
    return new Source(
        place,
        size,
        changed,
        FromRecord.run(record, SeriesKey.UNKNOWN),
        record.environment().identity(),
        record.environment().identityHash());
  }
}
