package assay.report.run;

import assay.core.record.RunRecord;
import assay.report.compare.Machine;
import assay.report.compare.RunData;
import assay.report.document.Document;
import assay.report.document.Metadata;
import assay.report.document.Section;
import assay.report.nightly.NightlySections;
import assay.report.nightly.NightlyTrend;
import assay.report.nightly.NightlyVerdict;
import assay.report.profile.ProfileSection;
import assay.report.text.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The page of a run: summary, results, profiles if there are some, changes, trends, raw spread,
 * training, device health and environment. The same input gives the same document.
 */
public final class RunReport {
  private RunReport() {}

  /** The page of a run, in a language. */
  public static Document of(RunReportInput input, Language language) {
    RunRecord run = input.run();
    RunPage page = page(input, language);
    List<Section> sections = new ArrayList<>();
    NightlyVerdict verdict = input.ownVerdict();
    if (verdict != null) {
      sections.add(verdict(verdict, language));
    }
    sections.add(new SummarySection(page, input).build());
    sections.add(new ResultsSection(page, run).build());
    if (!input.profiles().isEmpty()) {
      sections.add(ProfileSection.of(input.profiles(), Map.of("", run), language));
    }
    sections.add(new ChangesSection(page, input).build());
    sections.add(new TrendSection(page, input).build());
    sections.add(new SpreadSection(page, input).build());
    sections.add(new TrainingSection(page, input).build());
    sections.add(new HealthSection(page, input).build());
    sections.add(new EnvironmentSection(page, input).build());
    String machine = Machine.label(run.environment());
    Instant end = run.finishedUtc();
    return new Document(
        page.text("title", run.suite(), machine),
        page.text("subtitle", run.runId().value(), page.format().date(run.startedUtc())),
        language,
        new Metadata(
            "Assay " + run.assay().version(),
            end == null ? run.startedUtc() : end,
            page.text("subject", run.runId().value(), machine),
            List.of("Assay", run.suite(), run.runId().value())),
        sections);
  }

  /** The verdict first of all; the trend lists the series that need no attention. */
  private static Section verdict(NightlyVerdict verdict, Language language) {
    List<Section> parts =
        new NightlySections(
                verdict,
                language,
                report -> "#" + NightlyTrend.anchorOf(verdict, report, TrendSection.ANCHOR))
            .build(false);
    Section first = parts.getFirst();
    return new Section(
        first.anchor(), first.title(), first.blocks(), parts.subList(1, parts.size()));
  }

  private static RunPage page(RunReportInput input, Language language) {
    TreeSet<String> targets = new TreeSet<>();
    input.run().cells().forEach(cell -> targets.add(cell.id().target()));
    if (input.baseline() instanceof Baseline.Found(RunData base, _)) {
      base.record().cells().forEach(cell -> targets.add(cell.id().target()));
    }
    NightlyVerdict verdict = input.ownVerdict();
    if (verdict != null) {
      verdict.series().forEach(report -> targets.add(report.series().target()));
    }
    return new RunPage(language, targets);
  }
}
