package assay.report.export;

import assay.report.compare.Comparison;
import assay.report.document.Document;
import assay.report.nightly.NightlyDocument;
import assay.report.nightly.NightlyVerdict;
import assay.report.render.markdown.MarkdownRenderer;
import assay.report.run.ComparisonDocument;
import assay.report.run.ComparisonDocument.Scope;
import assay.report.run.RunDocument;
import assay.report.text.Language;
import java.util.List;

/**
 * Markdown for a pull request: at most {@value #MAX_LINES} lines, clearest changes first, with a
 * count of what did not fit. Text from records is in code spans.
 */
public final class MarkdownExport implements Export {
  /** Maximum number of lines of a file. */
  public static final int MAX_LINES = 60;

  /** Needs nothing. */
  public MarkdownExport() {}

  @Override
  public String name() {
    return "md";
  }

  @Override
  public String description() {
    return "Markdown for a pull request, at most " + MAX_LINES + " lines";
  }

  @Override
  public List<ExportFile> export(ExportInput input) {
    return List.of(new ExportFile("summary.md", summary(input)));
  }

  /** The nightly verdict if there is one, else the comparison, else the run. */
  private static String summary(ExportInput input) {
    if (input.verdict() != null) {
      return verdict(input.verdict());
    }
    Comparison comparison = input.comparison();
    return comparison == null
        ? render(RunDocument.summary(input.newest(), Language.EN))
        : comparison(comparison);
  }

  /** A nightly verdict only. */
  public static String verdict(NightlyVerdict verdict) {
    return render(NightlyDocument.summary(verdict, Language.EN));
  }

  /** A comparison only, as {@code assay compare --format md} prints it. */
  public static String comparison(Comparison comparison) {
    return render(ComparisonDocument.of(comparison, Language.EN, Scope.TIMES));
  }

  private static String render(Document document) {
    return new MarkdownRenderer(MAX_LINES).render(document);
  }
}
