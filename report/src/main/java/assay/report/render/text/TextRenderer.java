package assay.report.render.text;

import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.Figure;
import assay.report.document.Inline;
import assay.report.document.Level;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.render.CellText;
import assay.report.text.Language;
import assay.report.text.Messages;
import assay.report.text.SafeText;
import java.util.List;
import java.util.Locale;

/**
 * Renders a document as plain text: aligned columns, no colours. It contains no terminal control
 * sequences, because every text passes {@link SafeText}. Charts are left out, but their titles and
 * numbers stay.
 */
public final class TextRenderer {
  /** For files and pipes: nothing is wrapped; a table row is one line. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final int NARROWEST = 20;

  private final int width;

  /**
   * A renderer.
   *
   * @param width columns of the terminal, or {@link #UNLIMITED}
   */
  public TextRenderer(int width) {
    this.width = Math.max(NARROWEST, width);
  }

  /** The document's text, each line ended. */
  public String render(Document document) {
    Writer out = new Writer(Messages.of("document", document.language()));
    out.prose(document.title());
    out.prose(document.subtitle());
    document.sections().forEach(out::section);
    return out.toString();
  }

  /** Blocks without a document around them. */
  public String render(Language language, List<? extends Block> blocks) {
    Writer out = new Writer(Messages.of("document", language));
    blocks.forEach(out::block);
    return out.toString();
  }

  /** A text on one line without control sequences and with plain spaces. */
  public static String plain(String text) {
    return spaced(line(text));
  }

  private static String spaced(String text) {
    return text.replace('\u00a0', ' ').replace('\u202f', ' ');
  }

  /** A text on one line without control sequences. */
  static String line(String text) {
    return SafeText.line(text).strip();
  }

  private final class Writer {
    private final StringBuilder text = new StringBuilder();
    private final Messages messages;

    Writer(Messages messages) {
      this.messages = messages;
    }

    private void section(Section section) {
      String title = line(section.title());
      gap();
      text.append(title).append('\n').repeat('-', Math.min(width, Columns.of(title))).append('\n');
      boolean first = true;
      for (Block block : section.blocks()) {
        if (!first) {
          gap();
        }
        write(block);
        first = false;
      }
      section.subsections().forEach(this::section);
    }

    private void block(Block block) {
      gap();
      write(block);
    }

    private void gap() {
      if (!text.isEmpty()) {
        text.append('\n');
      }
    }

    private void write(Block block) {
      switch (block) {
        case Block.Paragraph paragraph -> prose(Inline.plain(paragraph.runs()));
        case Block.Bullets bullets ->
            bullets.items().forEach(item -> hanging("- ", Inline.plain(item.runs())));
        case Block.Banner banner -> prose(level(banner) + Inline.plain(banner.text()));
        case Block.KeyFigures figures -> figures.cards().forEach(card -> prose(CellText.of(card)));
        case Block.Definitions definitions -> definitions(definitions);
        case Block.Command command -> SafeText.lines(command.text()).lines().forEach(this::command);
        case Block.Details details -> {
          prose(details.summary());
          details.blocks().forEach(this::write);
        }
        case Block.PageBreak _ -> {}
        case Table table -> table(table);
        case Figure figure -> figure(figure);
      }
    }

    private String level(Block.Banner banner) {
      return banner.level() == Level.NEUTRAL || banner.level() == Level.GOOD
          ? ""
          : messages.text("level." + banner.level().name().toLowerCase(Locale.ROOT)) + ": ";
    }

    private void definitions(Block.Definitions definitions) {
      int widest =
          definitions.entries().stream()
              .mapToInt(entry -> Columns.of(line(entry.term())))
              .filter(columns -> columns <= width / 3)
              .max()
              .orElse(0);
      for (Block.Definitions.Entry entry : definitions.entries()) {
        String term = line(entry.term());
        int pad = Math.max(0, widest - Columns.of(term));
        hanging(term + " ".repeat(pad + 2), Inline.plain(entry.description()));
      }
    }

    private void command(String command) {
      text.append("  ").append(command).append('\n');
    }

    private void table(Table table) {
      prose(table.caption());
      TableText lines = new TableText(table, width);
      if (table.rows().isEmpty()) {
        prose(messages.text("table.empty"));
      } else {
        lines.lines().forEach(line -> text.append(line).append('\n'));
      }
      lines.notes().forEach(note -> hanging("", note));
    }

    private void figure(Figure figure) {
      prose(figure.title());
      if (figure.caption() != null) {
        prose(figure.caption());
      }
      if (figure.data() != null) {
        table(figure.data());
      }
    }

    /** A text after a mark, with a hanging indent. */
    private void hanging(String mark, String content) {
      int indent = mark.isEmpty() ? 2 : Math.min(Columns.of(mark), width / 2);
      List<String> lines = Wrap.lines(mark + line(content), width);
      text.append(lines.getFirst()).append('\n');
      if (lines.size() > 1) {
        String rest = (mark + line(content)).substring(lines.getFirst().length()).strip();
        Wrap.lines(rest, width - indent)
            .forEach(line -> text.repeat(' ', indent).append(line).append('\n'));
      }
    }

    private void prose(String content) {
      Wrap.lines(line(content), width).forEach(line -> text.append(line).append('\n'));
    }

    /** The text, with no-break spaces replaced by plain ones. */
    @Override
    public String toString() {
      return spaced(text.toString());
    }
  }
}
