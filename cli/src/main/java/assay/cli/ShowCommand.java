package assay.cli;

import assay.core.record.RunRecord;
import assay.core.record.RunStoreException;
import assay.core.record.json.RecordJson;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.run.RunDocument;
import assay.report.text.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay show}: shows a stored run. */
@Command(
    name = "show",
    description = "Show the table of a stored run, or the list of stored runs.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "Run id or its beginning, path, or 'latest' (default: list the runs).")
  private @Nullable String name;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of runs (default: results/runs).")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the run record on standard output.")
  private boolean json;

  ShowCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
    RunStore store = new RunStore(out == null ? BuildInfo.runs() : out);
    if (name == null) {
      list(store, stdout);
    } else {
      RunRecord run = store.find(name).read();
      stdout.print(
          json
              ? RecordJson.write(run)
              : Screen.text(RunDocument.of(run, Language.EN, RemedyText::of)));
    }
    stdout.flush();
    return ExitCode.OK;
  }

  private void list(RunStore store, PrintWriter stdout) throws IOException {
    List<RunFolder> runs = store.list();
    if (json) {
      stdout.println(Json.write(runs.stream().map(RunFolder::name).toList()));
      return;
    }
    if (runs.isEmpty()) {
      stdout.println("no runs in " + store.runs() + " yet: 'assay run' creates one");
      return;
    }
    Listing table = new Listing("Runs in " + store.runs(), "run", "suite", "cells", "state");
    for (RunFolder folder : runs) {
      if (folder.hasRecord()) {
        row(table, folder);
      } else {
        table.row(
            folder.name(),
            "-",
            "-",
            folder.isLocked() ? "starting" : "interrupted before its first cell: nothing measured");
      }
    }
    stdout.print(table);
  }

  /** A run that cannot be read gets a row that says so; the others are still listed. */
  private static void row(Listing table, RunFolder folder) {
    try {
      RunRecord run = folder.read();
      table.row(
          folder.name(),
          run.suite(),
          String.valueOf(run.cells().size()),
          switch (folder.state(run)) {
            case FINISHED -> "finished";
            case RUNNING -> "running";
            case INTERRUPTED -> "interrupted; --resume continues it";
          });
    } catch (RunStoreException e) {
      table.row(folder.name(), "-", "-", String.valueOf(e.getMessage()));
    }
  }
}
