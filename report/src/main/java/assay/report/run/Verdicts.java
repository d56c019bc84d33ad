package assay.report.run;

import assay.report.compare.Change;
import assay.report.compare.Verdict;
import assay.report.compare.Wording;
import assay.report.document.Level;
import assay.report.document.Table.Cell;

/** Verdicts of comparisons as chips. */
final class Verdicts {
  private Verdicts() {}

  static Cell of(RunPage page, Change.Ratio ratio) {
    String word = page.text("verdict." + Wording.word(ratio.key(), ratio.verdict()));
    Integer forks = ratio.forksForSame();
    return new Cell.Chip(
        level(ratio.verdict()),
        forks == null ? word : page.text("verdict.undecided", word, page.format().count(forks)));
  }

  static Level level(Verdict verdict) {
    return switch (verdict) {
      case BETTER -> Level.GOOD;
      case WORSE -> Level.BAD;
      case SAME, NO_DIFFERENCE_SHOWN, NOT_JUDGED, NO_INTERVAL -> Level.NEUTRAL;
    };
  }
}
