package assay.cli;

import assay.core.record.RunStoreException;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.export.NightlyJson;
import assay.report.history.StoredRun;
import assay.report.nightly.Limits;
import assay.report.nightly.NightlyDocument;
import assay.report.nightly.NightlyVerdict;
import assay.report.text.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay gate}: the nightly verdict on a stored run. */
@Command(
    name = "gate",
    description =
        "Judge a stored run by the nights before it: whether anything got worse, and since when.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExit codes:%n",
    footer = {
      "  3 a result is wrong   6 a required target is gone   1 an alarm tonight",
      "  4 something is missing, or nothing was judged   0 else"
    })
final class GateCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "Run id or its beginning, path, or 'latest' (default: the newest night).")
  private @Nullable String name;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Folder of runs (default: results/runs).")
  private @Nullable Path runs;

  @Option(
      names = "--require",
      paramLabel = "TARGET",
      split = ",",
      description = "Exit with 6 if this target was unavailable; may be repeated.")
  private List<String> required = new ArrayList<>();

  @Mixin private GateOptions gate = new GateOptions();

  @Option(names = "--json", description = "Print the verdict as JSON.")
  private boolean json;

  GateCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter stderr = spec.commandLine().getErr();
    Limits limits = gate.limits();
    RunStore store = new RunStore(runs == null ? BuildInfo.runs() : runs);
    NightlyHistory history = gate.history(store, stderr);
    StoredRun run =
        name == null || name.equals("latest")
            ? newest(history, store)
            : GateOptions.stored(history, store.find(name).read().runId(), store);
    NightlyVerdict verdict = history.verdict(run, limits);
    stdout.print(
        json
            ? NightlyJson.write(verdict)
            : Screen.text(NightlyDocument.summary(verdict, Language.EN)));
    stdout.flush();
    return gate.exitCode(verdict, run, required, stderr);
  }

  /**
   * The newest night.
   *
   * @throws RunStoreException if a later record cannot be read: that one would be tonight's
   */
  private static StoredRun newest(NightlyHistory history, RunStore store) throws IOException {
    Optional<StoredRun> last = history.last();
    for (RunFolder folder : store.list()) {
      if (last.isPresent() && !folder.started().isAfter(last.get().started())) {
        break;
      }
      if (folder.hasRecord()) {
        folder.read();
      }
    }
    return last.orElseThrow(
        () -> new UsageException("no finished run in " + store.runs() + ": 'assay run' makes one"));
  }
}
