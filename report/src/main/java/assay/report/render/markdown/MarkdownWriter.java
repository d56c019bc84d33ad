package assay.report.render.markdown;

import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.Figure;
import assay.report.document.Inline;
import assay.report.document.Level;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.render.CellText;
import assay.report.text.Messages;
import assay.report.text.SafeText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a document with a limited number of rows per table and list. */
final class MarkdownWriter {
  private final Document document;
  private final Map<Block, Integer> rows;
  private final Messages messages;
  private final List<String> lines = new ArrayList<>();

  MarkdownWriter(Document document, Map<Block, Integer> rows) {
    this.document = document;
    this.rows = rows;
    messages = Messages.of("document", document.language());
  }

  List<String> write(int sections) {
    lines.add("## " + text(document.title()));
    paragraph(text(document.subtitle()));
    document.sections().subList(0, sections).forEach(section -> section(section, 3));
    more("more.sections", document.sections().size() - sections);
    return lines;
  }

  private void section(Section section, int level) {
    paragraph("#".repeat(level) + " " + text(section.title()));
    section.blocks().forEach(this::block);
    section.subsections().forEach(part -> section(part, level + 1));
  }

  private void block(Block block) {
    switch (block) {
      case Block.Paragraph paragraph -> paragraph(inline(paragraph.runs()));
      case Block.Bullets bullets -> bullets(bullets);
      case Block.Banner banner -> paragraph(level(banner) + inline(banner.text()));
      case Block.KeyFigures figures ->
          list(figures.cards().stream().map(card -> text(CellText.of(card))).toList());
      case Block.Definitions definitions ->
          list(
              definitions.entries().stream()
                  .map(entry -> text(entry.term()) + ": " + inline(entry.description()))
                  .toList());
      case Block.Command command -> command(command.text());
      case Block.Details details -> {
        paragraph(text(details.summary()));
        details.blocks().forEach(this::block);
      }
      case Block.PageBreak _ -> {}
      case Table table -> table(table);
      case Figure figure -> {
        paragraph(text(figure.title()));
        if (figure.data() != null) {
          table(figure.data());
        }
      }
    }
  }

  private String level(Block.Banner banner) {
    return banner.level() == Level.NEUTRAL || banner.level() == Level.GOOD
        ? ""
        : "**" + messages.text("level." + banner.level().name().toLowerCase(Locale.ROOT)) + ":** ";
  }

  private void paragraph(String text) {
    lines.add("");
    lines.add(text);
  }

  private void list(List<String> items) {
    lines.add("");
    items.forEach(item -> lines.add("- " + item));
  }

  private void bullets(Block.Bullets bullets) {
    int shown = shown(bullets, bullets.items().size());
    if (shown > 0) {
      list(bullets.items().stream().limit(shown).map(item -> inline(item.runs())).toList());
    }
    more("more.rows", bullets.items().size() - shown);
  }

  private void command(String command) {
    lines.add("");
    SafeText.lines(command).lines().forEach(line -> lines.add("    " + line));
  }

  private void table(Table table) {
    paragraph("**" + text(table.caption()) + "**");
    int shown = shown(table, table.rows().size());
    CellText cells = new CellText(table);
    if (shown > 0) {
      lines.add("");
      lines.add(row(table.columns().stream().map(c -> text(CellText.heading(c))).toList()));
      lines.add(
          "|"
              + table.columns().stream().map(MarkdownWriter::rule).collect(Collectors.joining("|"))
              + "|");
      table.rows().stream().limit(shown).forEach(row -> lines.add(row(table, row, cells)));
    }
    more("more.rows", table.rows().size() - shown);
    if (!cells.notes().isEmpty() && shown > 0) {
      list(
          cells.notes().stream().map(note -> MarkdownText.text(note, MarkdownText.PROSE)).toList());
    }
  }

  private int shown(Block list, int size) {
    return Math.min(size, rows.getOrDefault(list, size));
  }

  private static String rule(Table.Column column) {
    return switch (column.type()) {
      case NUMBER, INTERVAL -> "---:";
      case TEXT, STATUS, COMMAND -> "---";
    };
  }

  private static String row(Table table, Table.Row row, CellText text) {
    List<String> cells =
        new ArrayList<>(
            row.cells().stream()
                .map(cell ->
                    cell instanceof Cell.Words(List<Inline> runs)
                        ? inline(runs, MarkdownText.CELL)
                        : MarkdownText.text(text.of(cell), MarkdownText.CELL))
                .toList());
    // Markdown has no cell that spans columns: it goes into the first of them.
    cells.addAll(Collections.nCopies(table.columns().size() - cells.size(), ""));
    return row(cells);
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private void more(String key, int count) {
    if (count > 0) {
      paragraph(messages.count(key, count));
    }
  }

  private static String text(String text) {
    return MarkdownText.text(text, MarkdownText.CELL);
  }

  private static String inline(List<Inline> runs) {
    return inline(runs, MarkdownText.PROSE);
  }

  private static String inline(List<Inline> runs, int limit) {
    return runs.stream()
        .map(run ->
            switch (run) {
              case Inline.Code code -> MarkdownText.code(code.text(), limit);
              case Inline.Strong strong -> "**" + MarkdownText.text(strong.text(), limit) + "**";
              case Inline.Abbreviation(String text, String meaning) ->
                  MarkdownText.text(text + " (" + meaning + ")", limit);
              case Inline.Text _, Inline.Link _ -> MarkdownText.text(run.text(), limit);
            })
        .collect(Collectors.joining())
        .strip();
  }
}
