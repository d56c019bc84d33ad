package assay.report.render.markdown;

import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.Section;
import assay.report.document.Table;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Renders a document as Markdown for a pull request. If it exceeds the maximum number of lines,
 * tables and lists are cut, earlier ones less than later ones, with a count of what was left out.
 */
public final class MarkdownRenderer {
  /** No limit. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** Rows that every table keeps if there is room at all. */
  private static final int MIN_ROWS = 3;

  private final int maxLines;

  /**
   * A renderer.
   *
   * @param maxLines maximum number of lines of a text, at least 20
   */
  public MarkdownRenderer(int maxLines) {
    this.maxLines = maxLines;
  }

  /** The document's text, each line ended. */
  public String render(Document document) {
    int sections = document.sections().size();
    // By identity: two equal lists in one document grow independently.
    @SuppressWarnings("IdentityHashMapUsage")
    Map<Block, Integer> rows = new IdentityHashMap<>();
    lists(document).forEach(list -> rows.put(list, MIN_ROWS));
    while (sections > 1 && !fits(document, sections, rows)) {
      sections--;
    }
    for (Block list : lists(document)) {
      grow(document, sections, rows, list);
    }
    return String.join("\n", lines(document, sections, rows)) + "\n";
  }

  /** Gives a list as many rows as there is room for. */
  private void grow(Document document, int sections, Map<Block, Integer> rows, Block list) {
    int low = 0;
    int high = size(list);
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      rows.put(list, middle);
      if (fits(document, sections, rows)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    rows.put(list, low);
  }

  private boolean fits(Document document, int sections, Map<Block, Integer> rows) {
    return maxLines == UNLIMITED || lines(document, sections, rows).size() <= maxLines;
  }

  private static List<String> lines(Document document, int sections, Map<Block, Integer> rows) {
    return new MarkdownWriter(document, rows).write(sections);
  }

  private static int size(Block list) {
    return switch (list) {
      case Table table -> table.rows().size();
      case Block.Bullets bullets -> bullets.items().size();
      default -> 0;
    };
  }

  /** Tables and lists in reading order. */
  private static List<Block> lists(Document document) {
    List<Block> lists = new ArrayList<>();
    document.sections().forEach(section -> collect(section, lists));
    return lists;
  }

  private static void collect(Section section, List<Block> into) {
    section.blocks().forEach(block -> collect(block, into));
    section.subsections().forEach(part -> collect(part, into));
  }

  private static void collect(Block block, List<Block> into) {
    switch (block) {
      case Table _, Block.Bullets _ -> into.add(block);
      case Block.Details details -> details.blocks().forEach(inner -> collect(inner, into));
      default -> {}
    }
  }
}
