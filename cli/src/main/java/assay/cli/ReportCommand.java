package assay.cli;

import assay.core.profile.Profile;
import assay.core.profile.ProfileStore;
import assay.core.record.RunId;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.command.Selection;
import assay.report.compare.Comparison;
import assay.report.compare.Matching;
import assay.report.compare.RunData;
import assay.report.document.Document;
import assay.report.export.ExportInput;
import assay.report.nightly.Limits;
import assay.report.nightly.NightlyVerdict;
import assay.report.profile.StoredProfile;
import assay.report.run.Baseline;
import assay.report.run.RunReader;
import assay.report.run.RunReport;
import assay.report.run.RunReportInput;
import assay.report.text.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** {@code assay report}: reports on and exports of stored runs. */
@Command(
    name = "report",
    description = "Write a report on stored runs: HTML, PDF, and machine-readable formats.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  assay report latest                              report.html next to its record",
      "  assay report latest --baseline 20261101T02 --format html,pdf --lang de --out night",
      "  assay report latest --format junit,prom,md",
      "  assay report latest --profile latest             with where the time of a cell goes",
      "  assay report RUN_A RUN_B --kind procurement --prices prices.yaml --format html,pdf",
      "",
      "With several runs, the newest is reported and the others are its history. With one run, the",
      "history is the runs stored next to it."
    })
final class ReportCommand implements Callable<Integer> {
  /** Purpose of a report. */
  enum Kind {
    /** One run, and how it compares with earlier ones. */
    nightly,
    /** Systems side by side. */
    procurement
  }

  private static final int HISTORY = 365;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Run id or its beginning, path, or 'latest'.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Kind kind = Kind.nightly;

  @Option(
      names = "--baseline",
      paramLabel = "RUN",
      description = "Run to compare with (default: the previous comparable one).")
  private @Nullable String baseline;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      split = ",",
      description =
          "html, pdf, svg and png (each chart, in charts/), csv, json, md, junit, prom, jmh, mllog,"
              + " gab, github; may be repeated (default: html).")
  private List<String> formats = new ArrayList<>();

  @Option(
      names = "--csv-bom",
      description =
          "Begin CSV files with a byte-order mark, so that spreadsheets read them as UTF-8.")
  private boolean csvBom;

  @Option(
      names = "--lang",
      paramLabel = "LANG",
      converter = LanguageConverter.class,
      description = "Language: en, de or zh (default: en); machine-readable formats have none.")
  private Language language = Language.EN;

  @Option(
      names = "--history",
      paramLabel = "N",
      description = "Maximum number of earlier runs to read (default: ${DEFAULT-VALUE}).")
  private int history = HISTORY;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Folder of runs (default: results/runs).")
  private @Nullable Path runs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output folder (default: the run's own; for procurement, dossier).")
  private @Nullable Path out;

  @Option(
      names = "--gate",
      description =
          "Report the nightly verdict on the run: it is judged by the nights stored beside it.")
  private boolean gate;

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      split = ",",
      description =
          "Show where the time of a cell goes, from a stored profile: 'latest', an id or a folder;"
              + " may be repeated.")
  private List<String> profiles = new ArrayList<>();

  @Mixin private DossierOptions dossier = new DossierOptions();

  @Option(names = "--json", description = "Print the files' paths as JSON.")
  private boolean json;

  ReportCommand() {}

  @Override
  public Integer call() throws IOException {
    List<String> wanted = formats.isEmpty() ? List.of("html") : formats;
    ReportFiles.check(wanted);
    if (csvBom && !wanted.contains("csv")) {
      throw new UsageException("--csv-bom needs --format csv; add it");
    }
    if (!profiles.isEmpty() && !ReportFiles.forReaders(wanted)) {
      throw new UsageException("--profile is shown in html, pdf, svg and png; add one to --format");
    }
    PathCheck.folderToWrite("--out", out);
    if (history < 0) {
      throw new UsageException("--history must be at least 0, not " + history);
    }
    RunStore store = new RunStore(runs == null ? BuildInfo.runs() : runs);
    List<RunFolder> folders = new ArrayList<>();
    for (String name : names) {
      folders.add(store.find(name));
    }
    if (kind != Kind.procurement && !dossier.none()) {
      throw new UsageException(
          "--prices, --weights and --reference need --kind procurement; add it");
    }
    List<Path> files =
        switch (kind) {
          case nightly -> nightly(store, folders, wanted);
          case procurement -> procurement(folders, wanted);
        };
    print(files);
    Optional<String> missing = ReportFiles.chartsUnavailable(wanted);
    missing.ifPresent(
        why -> Objects.requireNonNull(spec).commandLine().getErr().println("assay: " + why));
    return missing.isPresent() ? ExitCode.INTERNAL : ExitCode.OK;
  }

  private List<Path> nightly(RunStore store, List<RunFolder> folders, List<String> wanted)
      throws IOException {
    RunFolder tonight = RunStore.newestFirst(folders).getFirst();
    List<RunFolder> others = folders.size() > 1 ? folders : beside(tonight);
    RunFolder base = baseline == null ? null : store.find(baseline);
    if (base != null && base.id().isPresent() && base.id().equals(tonight.id())) {
      throw new UsageException(
          "run " + tonight.name() + " cannot be its own baseline; choose another run");
    }
    Path folder = out == null ? tonight.path() : out;
    RunReportInput read = new RunReader(folder).read(tonight, others, history, base);
    List<StoredProfile> shown = storedProfiles();
    for (StoredProfile profile : shown) {
      profile
          .refusal(List.of(read.run()))
          .ifPresent(why -> {
            throw new UsageException(why);
          });
    }
    RunReportInput whole = read.with(shown);
    RunReportInput input = gate ? whole.with(verdict(store, read.run().runId())) : whole;
    return new ReportFiles(folder, csvBom)
        .write(wanted, RunReport.of(input, language), () -> exported(input));
  }

  /** The profiles to show, each with the command for the rest of it. */
  private List<StoredProfile> storedProfiles() throws IOException {
    ProfileStore store = new ProfileStore(BuildInfo.profiles());
    Map<RunId, StoredProfile> stored = new LinkedHashMap<>();
    for (String name : profiles) {
      Path found = store.find(name);
      Profile profile = ProfileStore.read(found);
      boolean there = store.profiles().equals(found.getParent());
      String command =
          "./assay profile " + Selection.quoted(there ? profile.profileId().value() : name);
      stored.putIfAbsent(profile.profileId(), new StoredProfile(profile, command));
    }
    return List.copyOf(stored.values());
  }

  private NightlyVerdict verdict(RunStore store, RunId run) throws IOException {
    PrintWriter stderr = Objects.requireNonNull(spec).commandLine().getErr();
    NightlyHistory nights = NightlyHistory.read(store, GateOptions.historyUrl(null), stderr);
    return nights.verdict(GateOptions.stored(nights, run, store), Limits.NONE);
  }

  private List<Path> procurement(List<RunFolder> folders, List<String> wanted) throws IOException {
    if (gate) {
      throw new UsageException("--gate is for --kind nightly; leave one of them out");
    }
    if (baseline != null) {
      throw new UsageException(
          "--baseline is for --kind nightly; choose a system with --reference");
    }
    Document document = dossier.document(folders, storedProfiles(), language);
    return new ReportFiles(out == null ? DossierOptions.FOLDER : out, csvBom)
        .write(wanted, document, () -> exported(folders));
  }

  private static ExportInput exported(List<RunFolder> folders) throws IOException {
    List<RunData> systems = new ArrayList<>();
    for (RunFolder folder : folders) {
      systems.add(RunData.read(folder));
    }
    return new ExportInput(
        systems,
        Comparison.of(
            Matching.SAME_TARGET,
            systems.getFirst(),
            systems.subList(1, systems.size()),
            null,
            null));
  }

  /** Runs stored next to a run. */
  private static List<RunFolder> beside(RunFolder run) throws IOException {
    Path parent = run.path().toAbsolutePath().normalize().getParent();
    return parent == null ? List.of() : new RunStore(parent).list();
  }

  private static ExportInput exported(RunReportInput input) {
    RunData tonight = input.data();
    ExportInput exported =
        input.baseline() instanceof Baseline.Found(RunData base, _)
            ? new ExportInput(List.of(tonight), Comparison.of(base, tonight))
            : ExportInput.of(tonight);
    NightlyVerdict verdict = input.verdict();
    return verdict == null ? exported : exported.with(verdict);
  }

  private void print(List<Path> files) {
    PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
    if (json) {
      stdout.println(Json.write(files.stream().map(Path::toString).toList()));
    } else {
      files.forEach(file -> stdout.println("report: " + file));
    }
    stdout.flush();
  }
}
