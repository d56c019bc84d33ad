package assay.cli;

import assay.core.record.Bridge;
import assay.core.record.RunRecord;
import assay.core.record.json.RecordJson;
import assay.core.record.store.RunStore;
import assay.report.compare.Comparison;
import assay.report.compare.MachineVerdict;
import assay.report.compare.Matching;
import assay.report.compare.RunComparison;
import assay.report.compare.RunData;
import assay.report.export.CsvExport;
import assay.report.export.JsonExport;
import assay.report.export.MarkdownExport;
import assay.report.run.ComparisonDocument;
import assay.report.run.ComparisonDocument.Scope;
import assay.report.text.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay compare}: compares runs with a base. */
@Command(
    name = "compare",
    description = "Check whether runs are comparable, and show how each cell differs.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  assay compare 20261122T0716 latest",
      "  assay compare --night-sigma 0.5 20261121T0716 latest",
      "  assay compare --bridge results/bridges/20261130T0716/bridge.json 20261129T0716 latest",
      "  assay compare --across-systems --fastest-target host-a/run host-b/run",
      "",
      "A ratio above 1 means that the new run is better: time 1.250 is 1.25 times as fast. Runs of",
      "different machines give exit code 3 unless --across-systems is given."
    })
final class CompareCommand implements Callable<Integer> {
  /** Output formats. */
  enum Format {
    /** A table for people. */
    text,
    /** Markdown for a pull request. */
    md,
    /** One row per ratio. */
    csv,
    /** The whole comparison. */
    json
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "The base, then one or more runs: id or its beginning, path, or 'latest'.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of runs (default: results/runs).")
  private @Nullable Path out;

  @Option(names = "--across-systems", description = "Compare different machines on purpose.")
  private boolean acrossSystems;

  @Option(
      names = "--aa",
      description =
          "Compare each run with itself: its forks are divided by lot into two halves. What differs"
              + " is a false alarm.")
  private boolean aa;

  @Option(
      names = "--night-sigma",
      paramLabel = "PERCENT",
      description =
          "How much nights of an unchanged machine differ (relative standard deviation). Without it,"
              + " runs more than 6 hours apart and runs of two machines are not judged.")
  private @Nullable Double nightSigma;

  @Option(
      names = "--bridge",
      paramLabel = "FILE",
      description =
          "Scale the base's values by what 'assay bridge' measured between its program and that of the"
              + " other runs (a bridge.json).")
  private @Nullable Path bridge;

  @Option(
      names = "--fastest-target",
      description = "Match cells by workload and precision, using the fastest target of each run.")
  private boolean fastestTarget;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.text;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(
      names = "--csv-bom",
      description = "Begin CSV with a byte-order mark, so that spreadsheets read it as UTF-8.")
  private boolean csvBom;

  CompareCommand() {}

  @Override
  public Integer call() throws IOException {
    if (csvBom && (json || format != Format.csv)) {
      throw new UsageException("--csv-bom needs --format csv; add it");
    }
    RunStore store = new RunStore(out == null ? BuildInfo.runs() : out);
    List<RunData> runs = new ArrayList<>();
    for (String name : names) {
      runs.add(RunData.read(store.find(name)));
    }
    PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
    if (aa) {
      AaReport halves = AaReport.of(runs);
      stdout.print(halves.text());
      stdout.flush();
      return halves.compared() ? ExitCode.OK : ExitCode.INCONCLUSIVE;
    }
    if (runs.size() < 2) {
      throw new UsageException("one run is not enough to compare: name a base and another run");
    }
    Matching matching = fastestTarget ? Matching.FASTEST_TARGET : Matching.SAME_TARGET;
    Bridge across = bridge();
    List<RunData> others = runs.subList(1, runs.size());
    Comparison whole = Comparison.of(matching, runs.getFirst(), others, nightSigma(), across);
    if (across == null) {
      others.forEach(other -> sayTwoPrograms(runs.getFirst().record(), other.record()));
    }
    Comparison comparison =
        acrossSystems
            ? whole
            : whole.withinMachines("use --across-systems to compare different machines");
    stdout.print(
        switch (json ? Format.json : format) {
          case text ->
              Screen.text(ComparisonDocument.of(comparison, Language.EN, Scope.EVERYTHING));
          case md -> MarkdownExport.comparison(comparison);
          case csv -> new CsvExport(csvBom).comparison(comparison);
          case json -> JsonExport.comparison(comparison);
        });
    stdout.flush();
    boolean refused =
        comparison.others().stream()
            .anyMatch(other -> other.machines() instanceof MachineVerdict.NotComparable);
    return refused && !acrossSystems ? ExitCode.INVALID : compared(comparison);
  }

  private @Nullable Bridge bridge() throws IOException {
    if (bridge == null) {
      return null;
    }
    if (!Files.isRegularFile(bridge)) {
      throw new UsageException("--bridge " + bridge + ": there is no such file");
    }
    return RecordJson.readBridge(Files.readAllBytes(bridge), bridge.toString());
  }

  /** Times of two programs may differ although the machine is the same as before. */
  private void sayTwoPrograms(RunRecord base, RunRecord other) {
    Map<String, String> before = base.environment().ownCode();
    Map<String, String> after = other.environment().ownCode();
    List<String> changed =
        before.entrySet().stream()
            .filter(
                code -> !after.getOrDefault(code.getKey(), code.getValue()).equals(code.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (!changed.isEmpty()) {
      Objects.requireNonNull(spec)
          .commandLine()
          .getErr()
          .println(
              "assay: runs "
                  + base.runId()
                  + " and "
                  + other.runId()
                  + " were measured by different programs ("
                  + String.join(", ", changed)
                  + "), which may be what differs; 'assay bridge OLD NEW' measures by how much, and"
                  + " --bridge takes it into account");
    }
  }

  private @Nullable Double nightSigma() {
    if (nightSigma == null) {
      return null;
    }
    if (!(nightSigma > 0 && nightSigma < 100)) {
      throw new UsageException(
          "--night-sigma is a percentage above 0 and below 100, such as 0.5; not " + nightSigma);
    }
    return nightSigma / 100;
  }

  /** Inconclusive if a run has nothing that could be compared. */
  private int compared(Comparison comparison) {
    int code = ExitCode.OK;
    for (RunComparison other : comparison.others()) {
      if (other.cells().isEmpty()) {
        Objects.requireNonNull(spec)
            .commandLine()
            .getErr()
            .printf(
                Locale.ROOT,
                "assay: nothing was compared with run %s: 0 cells measured in both runs, %d in one or"
                    + " neither, %d emulated%n",
                other.other().id(),
                other.missing().size(),
                other.emulated().size());
        code = ExitCode.INCONCLUSIVE;
      }
    }
    return code;
  }
}
