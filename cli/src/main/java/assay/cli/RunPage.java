package assay.cli;

import assay.core.files.IoReason;
import assay.core.record.RunRecord;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.nightly.NightlyVerdict;
import assay.report.render.html.HtmlRenderer;
import assay.report.run.RunReader;
import assay.report.run.RunReport;
import assay.report.run.RunReportInput;
import assay.report.text.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The page that is written next to a run's record. */
final class RunPage {
  /** Number of earlier runs that are read: as many nights as make up a baseline. */
  private static final int HISTORY = 60;

  private final RunStore store;

  RunPage(RunStore store) {
    this.store = store;
  }

  /**
   * Writes {@code report.html}. A page that cannot be written is reported but does not change the
   * exit code.
   *
   * @param record the run's, as it is in memory
   * @param verdict the nightly verdict on it, null if it was not judged
   * @return the page; empty if it could not be written
   */
  Optional<Path> write(
      RunRecord record, RunFolder run, @Nullable NightlyVerdict verdict, PrintWriter stderr) {
    try {
      Path file = run.path().resolve(ReportFiles.HTML);
      RunReportInput input =
          new RunReader(run.path()).read(record, run, store.list(), HISTORY, null);
      ReportFiles.store(
          file,
          new HtmlRenderer()
              .render(RunReport.of(verdict == null ? input : input.with(verdict), Language.EN)));
      return Optional.of(file);
    } catch (IOException | RuntimeException | LinkageError e) {
      stderr.println(
          "assay: the record is stored, but its page could not be written: "
              + (e instanceof FileSystemException file ? IoReason.withFile(file) : e)
              + "; retry with 'assay report "
              + run.path()
              + "'");
      return Optional.empty();
    }
  }
}
