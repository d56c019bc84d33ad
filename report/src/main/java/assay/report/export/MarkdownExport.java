package assay.report.export;

import assay.report.compare.Comparison;
import assay.report.document.Document;
import assay.report.render.markdown.MarkdownRenderer;
import assay.report.run.ComparisonDocument;
import assay.report.run.ComparisonDocument.Scope;
import assay.report.run.RunDocument;
import assay.report.text.Language;
import java.util.List;

/**
 * Markdown for a pull request: never more than {@value #MAX_LINES} lines, the largest changes
 * first, and what did not fit is counted. Text from records stands in code spans.
 */
public final class MarkdownExport implements Export {
  /** The most lines of a file. */
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
    Comparison comparison = input.comparison();
    String text =
        comparison == null
            ? render(RunDocument.summary(input.newest(), Language.EN))
            : comparison(comparison);
    return List.of(new ExportFile("summary.md", text));
  }

  /** The comparison alone; what {@code assay compare --format md} prints. */
  public static String comparison(Comparison comparison) {
    return render(ComparisonDocument.of(comparison, Language.EN, Scope.TIMES));
  }

  private static String render(Document document) {
    return new MarkdownRenderer(MAX_LINES).render(document);
  }
}
