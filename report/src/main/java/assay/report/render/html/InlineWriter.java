package assay.report.render.html;

import assay.report.document.Inline;
import assay.report.text.SafeText;
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
      case Inline.Strong strong -> longTexts.write(out, strong.text(), limit, "strong");
      case Inline.Code code -> longTexts.write(out, code.text(), limit, "code");
      case Inline.Link link -> longTexts.write(out, link.text(), limit, "a", "href", link.target());
      case Inline.Abbreviation abbreviation -> abbreviation(abbreviation, limit);
    }
  }

  private void abbreviation(Inline.Abbreviation abbreviation, int limit) {
    if (edition == Edition.SCREEN) {
      String meaning = SafeText.shortened(abbreviation.meaning(), LongTexts.PROSE);
      longTexts.write(out, abbreviation.text(), limit, "abbr", "title", meaning);
    } else {
      longTexts.write(out, abbreviation.text(), limit);
      longTexts.write(out, " (" + abbreviation.meaning() + ")", limit);
    }
  }
}
