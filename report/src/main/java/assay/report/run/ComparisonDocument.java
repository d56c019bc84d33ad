package assay.report.run;

import assay.core.availability.Remedy;
import assay.core.record.MetricKey;
import assay.report.compare.Change;
import assay.report.compare.ComparedCell;
import assay.report.compare.Comparison;
import assay.report.compare.RunComparison;
import assay.report.compare.RunSide;
import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.Metadata;
import assay.report.document.Section;
import assay.report.text.Language;
import java.util.ArrayList;
import java.util.List;

/** Comparison of runs with a base: a section per run, for terminals and pull requests. */
public final class ComparisonDocument {
  /** What is shown of a comparison. */
  public enum Scope {
    /** Every metric, in the order of the plan. */
    EVERYTHING,
    /** Times alone, the clearest changes first. */
    TIMES
  }

  private final RunPage page;
  private final Scope scope;

  private ComparisonDocument(RunPage page, Scope scope) {
    this.page = page;
    this.scope = scope;
  }

  /** The document of a comparison. */
  public static Document of(Comparison comparison, Language language, Scope scope) {
    RunPage page = RunPage.withPrecisions(language, Remedy::text);
    ComparisonDocument document = new ComparisonDocument(page, scope);
    List<Section> sections = new ArrayList<>();
    for (RunComparison other : comparison.others()) {
      sections.add(document.section("run-" + (sections.size() + 1), other));
    }
    RunSide base = comparison.base();
    return new Document(
        page.text("comparison", base.id().value()),
        page.text("comparison.base", base.suite(), base.machine()),
        language,
        new Metadata("Assay", base.started(), base.id().value(), List.of("Assay")),
        sections);
  }

  private Section section(String anchor, RunComparison other) {
    ComparisonTables tables = new ComparisonTables(page, anchor, other);
    List<Block> blocks = new ArrayList<>();
    blocks.add(tables.machines());
    blocks.add(tables.nights());
    if (!other.warnings().isEmpty()) {
      blocks.add(bullets(other.warnings()));
    }
    if (!other.cells().isEmpty()) {
      blocks.add(tables.counts());
      String caption = scope == Scope.TIMES ? "changes.table" : "changes";
      blocks.add(tables.ratios(caption, changes(other), null, List.of(page.text("changes.note"))));
      List<String> remarks = remarks(other);
      if (!remarks.isEmpty()) {
        blocks.add(bullets(remarks));
      }
      blocks.add(tables.means());
    }
    tables.differences().ifPresent(blocks::add);
    tables.notCompared().ifPresent(blocks::add);
    RunSide side = other.other();
    return new Section(
        anchor,
        page.text("comparison.other", side.id().value(), side.suite(), side.machine()),
        blocks);
  }

  private List<RankedChange> changes(RunComparison other) {
    return switch (scope) {
      case EVERYTHING -> RankedChange.inOrder(other.cells());
      case TIMES ->
          RankedChange.of(other.cells()).stream()
              .filter(change -> change.ratio().key() == MetricKey.TIME)
              .toList();
    };
  }

  /** Metrics of compared cells that could not be compared, and remarks. */
  private List<String> remarks(RunComparison other) {
    List<String> remarks = new ArrayList<>();
    for (ComparedCell cell : other.cells()) {
      for (Change change : cell.changes()) {
        if (scope == Scope.EVERYTHING && change instanceof Change.Missing missing) {
          String metric = page.text("metric." + missing.key().name());
          remarks.add(page.text("comparison.missing", cell.name(), metric, missing.reason()));
        }
      }
      cell.notes().forEach(note -> remarks.add(cell.name() + ": " + note));
    }
    return remarks;
  }

  private static Block bullets(List<String> texts) {
    return new Block.Bullets(texts.stream().map(Block.Paragraph::new).toList());
  }
}
