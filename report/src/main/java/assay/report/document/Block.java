package assay.report.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A block of a section. */
public sealed interface Block
    permits Block.Paragraph,
        Block.Bullets,
        Block.Banner,
        Block.KeyFigures,
        Block.Definitions,
        Block.Command,
        Block.Details,
        Block.PageBreak,
        Table,
        Figure {

  /** Running text. */
  record Paragraph(List<Inline> runs) implements Block {
    public Paragraph {
      runs = List.copyOf(runs);
    }

    public Paragraph(String text) {
      this(Inline.of(text));
    }
  }

  /** A list without order. */
  record Bullets(List<Paragraph> items) implements Block {
    public Bullets {
      items = List.copyOf(items);
      if (items.isEmpty()) {
        throw new IllegalArgumentException("a list without items");
      }
    }
  }

  /**
   * A prominent verdict or warning.
   *
   * @param level how to take it
   * @param text what it says
   */
  record Banner(Level level, List<Inline> text) implements Block {
    public Banner {
      text = List.copyOf(text);
      Checks.text("text", Inline.plain(text));
    }

    public Banner(Level level, String text) {
      this(level, Inline.of(text));
    }
  }

  /** A few key figures in large type, at most about six. */
  record KeyFigures(List<Card> cards) implements Block {
    public KeyFigures {
      cards = List.copyOf(cards);
      if (cards.isEmpty()) {
        throw new IllegalArgumentException("no key figures");
      }
    }

    /**
     * One figure.
     *
     * @param label what it is
     * @param value formatted number or word
     * @param unit its unit, empty where it has none
     * @param note a remark such as the interval, null where there is none
     * @param level how to take it; {@link Level#NEUTRAL} mostly
     */
    public record Card(
        String label, String value, String unit, @Nullable String note, Level level) {
      public Card {
        Checks.text("label", label);
        Checks.text("value", value);
        Checks.textOrNull("note", note);
      }

      public Card(String label, String value, String unit) {
        this(label, value, unit, null, Level.NEUTRAL);
      }
    }
  }

  /** Terms with their values, such as the settings of a machine. */
  record Definitions(List<Entry> entries) implements Block {
    public Definitions {
      entries = List.copyOf(entries);
      if (entries.isEmpty()) {
        throw new IllegalArgumentException("no definitions");
      }
    }

    /** A term and its value. */
    public record Entry(String term, List<Inline> description) {
      public Entry {
        Checks.text("term", term);
        description = List.copyOf(description);
      }

      public Entry(String term, String description) {
        this(term, Inline.of(description));
      }
    }
  }

  /** A command to copy, of one or a few lines. */
  record Command(String text) implements Block {
    public Command {
      Checks.text("text", text);
    }
  }

  /**
   * Blocks for some readers only: collapsed on a screen, expanded in print.
   *
   * @param summary the line that is always there
   * @param blocks what unfolds, without page breaks
   */
  record Details(String summary, List<Block> blocks) implements Block {
    public Details {
      Checks.text("summary", summary);
      blocks = List.copyOf(blocks);
      if (blocks.isEmpty() || blocks.stream().anyMatch(PageBreak.class::isInstance)) {
        throw new IllegalArgumentException("details may contain no page break");
      }
    }
  }

  /** In print, what follows begins on a new page. */
  record PageBreak() implements Block {}
}
