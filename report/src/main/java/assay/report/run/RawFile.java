package assay.report.run;

import org.jspecify.annotations.Nullable;

/**
 * A file that the report was made from.
 *
 * @param name such as {@code forks.jsonl}
 * @param link relative path from the report to it, null if there is none
 * @param bytes its size
 * @param sha256 64 lower-case hexadecimal digits over it
 */
public record RawFile(String name, @Nullable String link, long bytes, String sha256) {}
