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
    return new Cell.Chip(level(ratio.verdict()), word);
  }

  static Level level(Verdict verdict) {
    return switch (verdict) {
      case BETTER -> Level.GOOD;
      case WORSE -> Level.BAD;
      case NO_DIFFERENCE_SHOWN, NO_INTERVAL -> Level.NEUTRAL;
    };
  }
}
