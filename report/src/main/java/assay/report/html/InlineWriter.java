package assay.report.html;

import assay.report.document.Inline;
import java.util.List;

/** Runs of text. */
final class InlineWriter {
  private final Markup out;
  private final Edition edition;
  private final LongTexts longTexts;

  InlineWriter(Markup out, Edition edition, LongTexts longTexts) {
    this.out = out;
    this.edition = edition;
    this.longTexts = longTexts;
  }

  void write(List<Inline> runs, int limit) {
    runs.forEach(run -> write(run, limit));
  }

  private void write(Inline run, int limit) {
    switch (run) {
      case Inline.Text text -> longTexts.write(out, text.text(), limit);
      case Inline.Strong strong -> wrapped("strong", strong.text(), limit);
      case Inline.Code code -> wrapped("code", code.text(), limit);
      case Inline.Link link -> out.element("a", link.text(), "href", link.target());
      case Inline.Abbreviation abbreviation -> abbreviation(abbreviation);
    }
  }

  private void wrapped(String element, String text, int limit) {
    out.open(element);
    longTexts.write(out, text, limit);
    out.close(element);
  }

  private void abbreviation(Inline.Abbreviation abbreviation) {
    if (edition == Edition.SCREEN) {
      out.element("abbr", abbreviation.text(), "title", abbreviation.meaning());
    } else {
      out.text(abbreviation.text() + " (" + abbreviation.meaning() + ")");
    }
  }
}
