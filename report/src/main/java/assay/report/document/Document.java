package assay.report.document;

import assay.report.text.Language;
import java.util.ArrayList;
import java.util.List;

/**
 * A report.
 *
 * @param title what it is
 * @param subtitle which runs or systems it is about
 * @param language the language of its texts
 * @param metadata its metadata
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

  /** All charts in reading order, including those in collapsed parts. */
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    sections.forEach(section -> collect(section, figures));
    return figures;
  }

  private static void collect(Section section, List<Figure> into) {
    section.blocks().forEach(block -> collect(block, into));
    section.subsections().forEach(part -> collect(part, into));
  }

  private static void collect(Block block, List<Figure> into) {
    switch (block) {
      case Figure figure -> into.add(figure);
      case Block.Details details -> details.blocks().forEach(inner -> collect(inner, into));
      default -> {}
    }
  }
}
