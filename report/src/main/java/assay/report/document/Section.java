package assay.report.document;

import java.util.List;

/**
 * A part of a document under a heading.
 *
 * @param anchor its name for links, unique in the document
 * @param title its heading
 * @param blocks what it says
 * @param subsections below it; at most three levels in all
 */
public record Section(String anchor, String title, List<Block> blocks, List<Section> subsections) {
  public Section {
    Checks.anchor(anchor);
    Checks.text("title", title);
    blocks = List.copyOf(blocks);
    subsections = List.copyOf(subsections);
  }

  public Section(String anchor, String title, List<Block> blocks) {
    this(anchor, title, blocks, List.of());
  }
}
