package assay.report.document;

import java.util.List;
import java.util.stream.Collectors;

/** A run of text within a line. Texts are plain: renderers escape them. */
public sealed interface Inline {
  /** The text a reader sees. */
  String text();

  /** Plain text. */
  record Text(String text) implements Inline {}

  /** Text that matters. */
  record Strong(String text) implements Inline {
    public Strong {
      Checks.text("text", text);
    }
  }

  /** An identifier, file name or part of a command, in the monospaced font. */
  record Code(String text) implements Inline {
    public Code {
      Checks.text("text", text);
    }
  }

  /**
   * A link inside the document or to a file next to it.
   *
   * @param text the link text
   * @param target {@code #anchor} of a section, table or figure, or a relative path; never with a
   *     scheme or host, so that a report needs no network
   */
  record Link(String text, String target) implements Inline {
    public Link {
      Checks.text("text", text);
      LinkTarget.check(target);
    }
  }

  /**
   * A short form with its meaning.
   *
   * @param text the short form
   * @param meaning what it stands for, shown on demand and in print
   */
  record Abbreviation(String text, String meaning) implements Inline {
    public Abbreviation {
      Checks.text("text", text);
      Checks.text("meaning", meaning);
    }
  }

  /** The text of several runs in one string. */
  static String plain(List<Inline> runs) {
    return runs.stream().map(Inline::text).collect(Collectors.joining());
  }

  /** One run of plain text. */
  static List<Inline> of(String text) {
    return List.of(new Text(text));
  }
}
