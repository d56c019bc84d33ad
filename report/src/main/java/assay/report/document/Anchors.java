package assay.report.document;

import assay.report.document.Table.Cell;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Checks that anchors are unique and that every link leads to one. */
final class Anchors {
  private static final int LEVELS = 3;

  private final Set<String> defined = new HashSet<>();
  private final Set<String> linked = new LinkedHashSet<>();

  private Anchors() {}

  static void check(List<Section> sections) {
    Anchors anchors = new Anchors();
    anchors.sections(sections, 1);
    anchors.linked.removeAll(anchors.defined);
    if (!anchors.linked.isEmpty()) {
      throw new IllegalArgumentException("links to missing anchors: " + anchors.linked);
    }
  }

  private void sections(List<Section> sections, int level) {
    if (level > LEVELS && !sections.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "section %s is deeper than %d levels",
              sections.getFirst().anchor(),
              LEVELS));
    }
    for (Section section : sections) {
      define(section.anchor());
      section.blocks().forEach(this::block);
      sections(section.subsections(), level + 1);
    }
  }

  private void define(String anchor) {
    if (!defined.add(anchor)) {
      throw new IllegalArgumentException("two parts with the anchor " + anchor);
    }
  }

  private void block(Block block) {
    switch (block) {
      case Block.Paragraph paragraph -> runs(paragraph.runs());
      case Block.Bullets bullets -> bullets.items().forEach(item -> runs(item.runs()));
      case Block.Banner banner -> runs(banner.text());
      case Block.Definitions list -> list.entries().forEach(entry -> runs(entry.description()));
      case Block.Details details -> details.blocks().forEach(this::block);
      case Table table -> table(table);
      case Figure figure -> figure(figure);
      case Block.KeyFigures _, Block.Command _, Block.PageBreak _ -> {}
    }
  }

  private void figure(Figure figure) {
    define(figure.anchor());
    if (figure.data() != null) {
      table(figure.data());
    }
  }

  private void table(Table table) {
    define(table.anchor());
    for (Table.Row row : table.rows()) {
      for (Cell cell : row.cells()) {
        switch (cell) {
          case Cell.Words words -> runs(words.runs());
          case Cell.Spanning spanning -> runs(spanning.runs());
          case Cell.Figure _, Cell.Chip _, Cell.Command _, Cell.Missing _ -> {}
        }
      }
    }
  }

  private void runs(List<Inline> runs) {
    for (Inline run : runs) {
      if (run instanceof Inline.Link(_, String target) && target.startsWith("#")) {
        linked.add(target.substring(1));
      }
    }
  }
}
