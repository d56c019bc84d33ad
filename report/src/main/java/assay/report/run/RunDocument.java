package assay.report.run;

import assay.core.availability.Remedy;
import assay.core.record.Cell;
import assay.core.record.MetricKey;
import assay.core.record.RunRecord;
import assay.core.record.RunTelemetry;
import assay.core.record.Status;
import assay.core.record.Verification;
import assay.report.compare.Machine;
import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.Level;
import assay.report.document.Metadata;
import assay.report.document.Section;
import assay.report.run.ResultTable.Show;
import assay.report.text.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A run as tables only, for terminals and pull requests; its page is {@link RunReport}. */
public final class RunDocument {
  private static final String RESULTS = "results";

  private final RunPage page;
  private final RunRecord run;
  private final List<Cell> cells;

  private RunDocument(RunRecord run, Language language, Function<Remedy, String> remedies) {
    this.page = RunPage.withPrecisions(language, remedies);
    this.run = run;
    this.cells = ResultTable.ordered(run);
  }

  /**
   * All tables of a run, for a terminal.
   *
   * @param remedies formats remedies
   */
  public static Document of(RunRecord run, Language language, Function<Remedy, String> remedies) {
    RunDocument document = new RunDocument(run, language, remedies);
    return document.document(language, List.of(document.results(), document.telemetry()));
  }

  /** Times and statuses only, for a pull request. */
  public static Document summary(RunRecord run, Language language) {
    RunDocument document = new RunDocument(run, language, Remedy::text);
    List<Block> blocks =
        List.of(
            document.counts(),
            document.table(List.of(Show.TIME, Show.INTERVAL, Show.STATUS), document.cells));
    Section section = new Section(RESULTS, document.page.text(RESULTS), blocks);
    return document.document(language, List.of(section));
  }

  private Document document(Language language, List<Section> sections) {
    String machine = Machine.name(run.environment());
    return new Document(
        page.text("document.title", run.runId().value()),
        page.text("document.subtitle", run.suite(), machine, page.format().date(run.startedUtc())),
        language,
        new Metadata(
            "Assay " + run.assay().version(), run.startedUtc(), run.runId().value(), List.of()),
        sections);
  }

  private Section results() {
    List<Block> blocks = new ArrayList<>();
    if (!cells.isEmpty()) {
      List<Show> columns =
          new ArrayList<>(
              List.of(
                  Show.TIME,
                  Show.INTERVAL,
                  Show.FORKS,
                  Show.SAMPLES,
                  Show.RATE,
                  Show.PEAK,
                  Show.DEVICE_PEAK,
                  Show.ERROR));
      if (cells.stream().anyMatch(RunDocument::hasBits)) {
        columns.add(Show.BITS);
      }
      blocks.add(table(columns, cells));
    }
    OutcomeTables outcomes = new OutcomeTables(page, run);
    outcomes.emulated().ifPresent(blocks::add);
    new ModelTable(page, run).build().ifPresent(blocks::add);
    new MemoryTable(page, run).of(cells).ifPresent(blocks::add);
    new TrainingTable(page).of(cells).ifPresent(blocks::add);
    blocks.addAll(new FamilyTables(page).of(RESULTS, cells));
    blocks.add(counts());
    return new Section(RESULTS, page.text(RESULTS), blocks);
  }

  private Block table(List<Show> columns, List<Cell> some) {
    String caption = page.text("results.medians");
    return new ResultTable(page, run, columns).build("cells", caption, some);
  }

  private Block counts() {
    long ok = cells.stream().filter(c -> c.outcome().status() == Status.OK).count();
    return new Block.Paragraph(
        page.text(
            "results.counts",
            page.format().count(ok),
            page.format().count(cells.size()),
            String.valueOf(run.seed()),
            page.format().count(run.plan().threads())));
  }

  private Section telemetry() {
    List<Block> blocks = new ArrayList<>();
    RunTelemetry telemetry = run.telemetry();
    String off = telemetry.off();
    if (off != null) {
      blocks.add(new Block.Paragraph(page.text("banner.off", off)));
    } else {
      String root = telemetry.root();
      if (root != null) {
        blocks.add(new Block.Banner(Level.WARN, page.text("banner.root", root)));
      }
      new TelemetryTable(page).of(cells).ifPresent(blocks::add);
      HealthTables health = new HealthTables(page, run);
      health.doubtful().ifPresent(blocks::add);
      if (cells.stream().noneMatch(RunDocument::hasEnergy)) {
        health.sources(source -> source.energy() && !source.available()).ifPresent(blocks::add);
      }
    }
    return new Section("observed", page.text("health"), blocks);
  }

  private static boolean hasBits(Cell cell) {
    Verification check = cell.outcome().verification();
    return check != null && check.effectiveBits() != null;
  }

  private static boolean hasEnergy(Cell cell) {
    var result = cell.outcome().result();
    return result != null && result.metric(MetricKey.ENERGY_PER_EXECUTION) != null;
  }
}
