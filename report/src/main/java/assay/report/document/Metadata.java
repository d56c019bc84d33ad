package assay.report.document;

import java.time.Instant;
import java.util.List;

/**
 * Metadata of a document.
 *
 * @param producer the program and its version, such as {@code Assay 0.1.0}
 * @param date when what it reports ended: from the records, never the clock, so that the same
 *     records give the same bytes
 * @param subject one line for lists of files, such as the runs reported
 * @param keywords for search, may be empty
 */
public record Metadata(String producer, Instant date, String subject, List<String> keywords) {
  public Metadata {
    Checks.text("producer", producer);
    Checks.text("subject", subject);
    keywords = List.copyOf(keywords);
  }
}
