package assay.report.document;

import assay.report.text.Language;
import java.util.List;

/**
 * A report.
 *
 * @param title what it is
 * @param subtitle which runs or systems it is about
 * @param language the language of its texts
 * @param metadata what it says about itself
 * @param sections its parts in order, at least one
 */
public record Document(
    String title, String subtitle, Language language, Metadata metadata, List<Section> sections) {
  public Document {
    Checks.text("title", title);
    Checks.text("subtitle", subtitle);
    sections = List.copyOf(sections);
    if (sections.isEmpty()) {
      throw new IllegalArgumentException("a document without sections");
    }
    Anchors.check(sections);
  }
}
