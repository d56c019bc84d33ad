package assay.cli;

import assay.core.availability.Availability;
import assay.core.harness.ObservationPlan;
import assay.core.harness.PlannedCell;
import assay.core.harness.RunClock;
import assay.core.harness.RunExecutor;
import assay.core.harness.RunPlan;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.RunStoreException;
import assay.core.record.Status;
import assay.core.record.json.RecordJson;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunLock;
import assay.core.record.store.RunStore;
import assay.core.spi.Devices;
import assay.core.spi.Target;
import assay.core.stats.StoppingRule;
import assay.core.workload.Suite;
import assay.core.workload.Suites;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import assay.report.compare.RunData;
import assay.report.history.HistoryException;
import assay.report.history.StoredRun;
import assay.report.nightly.Limits;
import assay.report.nightly.Nightly;
import assay.report.nightly.NightlyDocument;
import assay.report.nightly.NightlyVerdict;
import assay.report.run.RunDocument;
import assay.report.text.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay run}: measures workloads, checks the results, stores and shows the record. */
@Command(
    name = "run",
    description =
        "Measure workloads on targets, check every result, store the record and show the table.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  assay run                                       the suite 'quick' on every target",
      "  assay run -w 'gemm/m=1000,n=37,k=4099' -t cpu-simd",
      "  assay run --suite nightly -w 'gemm/*' --require cpu-simd --budget 20m",
      "  assay run -t cuda:0 -t cuda:GPU-4f3c            two of several GPUs; cuda:all for all of them",
      "",
      "A target named with -t or --require that is unavailable gives exit code 6, and so does energy",
      "that --require-energy asks for."
    })
final class RunCommand implements Callable<Integer> {
  private static final Duration FORK_TIMEOUT = Duration.ofMinutes(60);
  private static final Duration CONFIRM_BUDGET = Duration.ofMinutes(10);

  /** Options that say how telemetry is sampled. */
  private static final List<String> OF_TELEMETRY =
      List.of("--wall-meter", "--sampling-period", "--energy-window");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--suite",
      paramLabel = "SUITE|FILE.yaml",
      description = "Suite to run (default: ${DEFAULT-VALUE}); 'assay list suites' shows them.")
  private String suite = Suites.DEFAULT;

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "ID|GLOB",
      description = "Workload id, or a pattern over the suite's workloads; may be repeated.")
  private List<String> workloads = new ArrayList<>();

  @Option(
      names = {"-t", "--target"},
      paramLabel = "TARGET",
      split = ",",
      description =
          "Target; may be repeated (default: all). TARGET:DEVICE selects one of its devices by number"
              + " or by the beginning of a UUID; TARGET:all selects each of them.")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = {"-p", "--precision"},
      paramLabel = "PRECISION",
      split = ",",
      description =
          "Precision; may be repeated (default: the suite's; for a target named with -t that supports"
              + " none of them, its own).")
  private List<String> precisions = new ArrayList<>();

  @Option(
      names = "--cold",
      description =
          "Flush the device's caches before every execution: adds cache=cold to gemm, conv, infer and"
              + " train (reported as unsupported for train).")
  private boolean cold;

  @Option(
      names = "--require",
      paramLabel = "TARGET",
      split = ",",
      description = "Fail with exit code 6 if this target is unavailable.")
  private List<String> required = new ArrayList<>();

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "Time budget for measuring, such as 90s, 10m or 2h (default: the suite's); a fork begun in"
              + " time may exceed it by as much again. Emulations and RTL models are checked"
              + " afterwards and may take as long again.")
  private @Nullable Duration budget;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed for inputs, weights and order (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Host threads of CPU targets (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--max-forks",
      paramLabel = "N",
      description = "Maximum number of forks per cell (default: the suite's); an interval needs 6.")
  private @Nullable Integer forks;

  @Option(
      names = "--aa",
      description =
          "Measure every cell twice as often and compare the run with itself: its forks are divided"
              + " by lot into two halves. What differs is a false alarm.")
  private boolean aa;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for runs (default: results/runs).")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Resume an interrupted run with its original plan.")
  private @Nullable String resume;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the full Fashion-MNIST set, for data=full.")
  private @Nullable Path data;

  @Option(
      names = "--fork-timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Time after which a single fork is stopped (default: 60m).")
  private Duration forkTimeout = FORK_TIMEOUT;

  @Option(
      names = "--save-weights",
      paramLabel = "FILE",
      description = "Write the final weights of a training fork to this file.")
  private @Nullable Path weights;

  @Option(
      names = "--no-telemetry",
      description = "Sample no telemetry during the run: no energy, no utilization.")
  private boolean noTelemetry;

  @Option(
      names = "--require-energy",
      description =
          "Fail with exit code 6 if a measured cell has no energy, or if the meter named with"
              + " --wall-meter cannot be read.")
  private boolean requireEnergy;

  @Option(
      names = "--energy-window",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "Longest time a fork repeats its work to meter its energy (default: the suite's); a"
              + " meter needs 100 of its update periods.")
  private @Nullable Duration energyWindow;

  @Mixin private ObservationOptions observation = new ObservationOptions();

  @Option(
      names = "--gate",
      description = "Judge the run by the nights before it; the exit code is the verdict's.")
  private boolean judge;

  @Option(
      names = "--confirm",
      description =
          "With --gate: measure what stands out three more times in the same night, with the"
              + " canaries.")
  private boolean confirm;

  @Option(
      names = "--confirm-budget",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Time for --confirm (default: 10m).")
  private Duration confirmBudget = CONFIRM_BUDGET;

  @Mixin private GateOptions gate = new GateOptions();

  @Option(names = "--no-report", description = "Do not write report.html next to the record.")
  private boolean noReport;

  @Option(names = "--json", description = "Print only the run record on standard output.")
  private boolean json;

  RunCommand() {}

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    PathCheck.folderToWrite("--out", out);
    PathCheck.fileToWrite("--save-weights", weights);
    PathCheck.dataSet("--data", data);
    PrintWriter stdout = command.commandLine().getOut();
    PrintWriter stderr = command.commandLine().getErr();
    RunStore store = store();
    if (requireEnergy && noTelemetry) {
      throw new UsageException("--require-energy needs telemetry: omit --no-telemetry");
    }
    if (!judge && (confirm || gate.given())) {
      throw new UsageException(
          "--confirm, --limits, --fail-while-open and --strict need --gate: add it");
    }
    Limits limits = gate.limits();
    RunRecord run;
    RunPlan plan;
    RunFolder folder;
    RunExecutor executor;
    boolean unread;
    TargetChoice choice = new TargetChoice();
    TargetChoice.Required chosen;
    try (ProgressReport progress = ProgressReport.create(stderr)) {
      RunClock clock = new RunClock();
      if (resume == null) {
        chosen = chosen(choice);
        plan = plan(chosen.targets());
        RunId id = RunId.create(clock.instant(), new SecureRandom());
        store.checkWritable();
        executor = new RunExecutor(plan, id, clock, BuildInfo.record(), progress);
        // Created last: a run that is interrupted before its first cell leaves no empty folder.
        folder = store.create(id);
        unread = sayUnreadMeter(plan, executor, stderr);
        try (RunLock _ = lock(folder)) {
          run = executor.run(folder);
        }
      } else {
        folder = store.find(resume);
        try (RunLock _ = lock(folder)) {
          RunRecord before = folder.read();
          plan = resumed(before, choice);
          chosen = choice.requiring(plan.targets(), named());
          executor = new RunExecutor(plan, before.runId(), clock, BuildInfo.record(), progress);
          executor.resume(before, folder.readForks().forks());
          unread = sayUnreadMeter(plan, executor, stderr);
          run = executor.run(folder);
        }
      }
    }
    executor.notes().forEach(note -> stderr.println("assay: " + Screen.line(note)));
    print(
        stdout,
        json
            ? RecordJson.write(run)
            : Screen.text(RunDocument.of(run, Language.EN, RemedyText::of))
                + "record: "
                + folder.runFile()
                + "\n");
    NightlyVerdict judged = null;
    int code = ExitCode.OK;
    if (judge) {
      try {
        NightlyHistory nights = nights(store, plan, run, stderr);
        StoredRun stored = GateOptions.stored(nights, run.runId(), store);
        judged = nights.verdict(stored, limits);
        print(json ? stderr : stdout, Screen.text(NightlyDocument.summary(judged, Language.EN)));
        code = gate.exitCode(judged, stored, chosen.required(), stderr);
      } catch (HistoryException | RunStoreException e) {
        stderr.println(
            "assay: the run is stored, but not judged: "
                + Screen.line(String.valueOf(e.getMessage()))
                + "; then 'assay gate "
                + folder.path()
                + "' judges it");
        code = ExitCode.INCONCLUSIVE;
      }
    }
    if (!noReport) {
      // With --json, only the record goes to standard output.
      new RunPage(store)
          .write(run, folder, judged, stderr)
          .ifPresent(page -> print(json ? stderr : stdout, "report: " + page + "\n"));
    }
    if (aa) {
      print(json ? stderr : stdout, AaReport.of(List.of(RunData.read(folder))).text());
    }
    saySingle(run, choice.unlisted(), stderr);
    RunVerdict verdict = new RunVerdict(run, stderr);
    code = RunVerdict.worse(code, verdict.exitCode(chosen.required(), namedWorkloads()));
    return requireEnergy ? RunVerdict.worse(code, verdict.energyCode(unread)) : code;
  }

  /** The history with the run in it, and with what confirms it if that was asked for. */
  private NightlyHistory nights(RunStore store, RunPlan plan, RunRecord run, PrintWriter stderr)
      throws IOException {
    NightlyHistory history = gate.history(store, stderr);
    if (!confirm) {
      return history;
    }
    Nightly.Again again = history.again(GateOptions.stored(history, run.runId(), store));
    if (again.none()) {
      return history;
    }
    new Confirmation(store, plan, run.runId(), stderr).run(again, confirmBudget);
    return gate.history(store, stderr);
  }

  private RunStore store() {
    return new RunStore(out == null ? BuildInfo.runs() : out);
  }

  /** A reader that has gone changes neither the run's page nor its exit code. */
  private static void print(PrintWriter out, String text) {
    try {
      out.print(text);
      out.flush();
    } catch (ClosedPipeException e) {
      // The record is stored.
    }
  }

  /**
   * Warns about targets that were measured on one device although their devices could not be
   * listed.
   */
  private static void saySingle(
      RunRecord run, Map<String, Availability.Unavailable<Devices>> unlisted, PrintWriter stderr) {
    unlisted.forEach((target, why) -> {
      boolean measured =
          run.cells().stream()
              .anyMatch(c ->
                  c.id().target().equals(target) && c.outcome().status() != Status.UNAVAILABLE);
      if (measured) {
        stderr.println(
            "assay: "
                + target
                + " was measured on one device, and there may be others: its devices could not be listed: "
                + Screen.line(why.reason())
                + ": "
                + RemedyText.ofNullable(why.remedy()));
      }
    });
  }

  private RunPlan plan(List<Target> chosen) throws RunStoreException {
    Suite loaded = Suites.load(suite);
    List<PlannedCell> cells =
        Selection.cells(
            Selection.workloads(loaded, workloads).stream().map(this::chosen).distinct().toList(),
            chosen,
            Selection.precisions(loaded, precisions),
            precisions.isEmpty() && !targets.isEmpty());
    boolean named = workloads.stream().anyMatch(w -> !Selection.isPattern(w));
    if (threads < 1) {
      throw new UsageException("--threads must be at least 1, not " + threads);
    }
    if (forks != null && forks < 1) {
      throw new UsageException("--max-forks must be at least 1, not " + forks);
    }
    ObservationPlan observed = observation(loaded);
    if (workloads.isEmpty() && targets.isEmpty()) {
      cells = leaveOut(loaded, cells);
    }
    return new RunPlan(
        named ? "custom" : loaded.name(),
        cells,
        loaded.measure(),
        stopping(loaded),
        loaded.fixedForks() && forks == null && !aa
            ? EarlierNights.repetitions(store(), loaded, observed)
            : Map.of(),
        aa ? 2 * loaded.seeds() : loaded.seeds(),
        budget != null
            ? Optional.of(budget)
            : loaded.budgetSeconds().map(s -> Duration.ofMillis(Math.round(1000 * s))),
        seed,
        threads,
        Optional.ofNullable(data).map(Path::toAbsolutePath),
        forkTimeout,
        Optional.ofNullable(weights).map(Path::toAbsolutePath),
        observed,
        RunPlan.gate(loaded, cells));
  }

  /** Without the cells that the suite leaves out, which is said. */
  private List<PlannedCell> leaveOut(Suite loaded, List<PlannedCell> cells) {
    List<PlannedCell> kept = new ArrayList<>();
    PrintWriter stderr = Objects.requireNonNull(spec).commandLine().getErr();
    for (PlannedCell cell : cells) {
      if (cell.isOneOf(loaded.leftOut())) {
        stderr.println(
            "assay: suite "
                + loaded.name()
                + " leaves out "
                + cell.id().workload()
                + " on "
                + cell.id().target()
                + ", which takes long; name it with -w or -t to measure it");
      } else {
        kept.add(cell);
      }
    }
    return kept;
  }

  /** Two halves for a comparison with itself, of equally many forks. */
  private StoppingRule stopping(Suite loaded) {
    int most = forks == null ? loaded.forks() : forks;
    return new StoppingRule(
        loaded.halfWidthPercent() / 100, aa ? 2 * most : most, !aa && !loaded.fixedForks());
  }

  private Workload chosen(Workload workload) {
    return cold ? Workloads.cold(workload) : workload;
  }

  private ObservationPlan observation(Suite loaded) {
    if (noTelemetry) {
      given().stream()
          .map(OptionSpec::longestName)
          .filter(OF_TELEMETRY::contains)
          .findFirst()
          .ifPresent(option -> {
            throw new UsageException(
                option + " has no effect with --no-telemetry; leave one of them out");
          });
      return observation.off();
    }
    return observation.plan(
        energyWindow != null ? energyWindow : Duration.ofMillis(loaded.measure().energyMillis()));
  }

  /** Targets named with -t, or all; --require alone does not narrow the choice. */
  private TargetChoice.Required chosen(TargetChoice choice) {
    return choice.requiring(
        targets.isEmpty() ? choice.everything() : choice.named(targets), named());
  }

  /** Targets that must be available. */
  private List<String> named() {
    List<String> all = new ArrayList<>(targets);
    all.addAll(required);
    return all;
  }

  private RunPlan resumed(RunRecord before, TargetChoice choice) {
    if (before.finishedUtc() != null) {
      throw new UsageException(
          "run " + before.runId() + " is finished: there is nothing to resume");
    }
    ResumedPlan.check(before, given(), observation.root());
    return ResumedPlan.of(
        before,
        choice,
        Optional.ofNullable(data).map(Path::toAbsolutePath),
        Optional.ofNullable(budget),
        Optional.ofNullable(weights).map(Path::toAbsolutePath));
  }

  private static boolean sayUnreadMeter(RunPlan plan, RunExecutor executor, PrintWriter stderr) {
    return ObservationOptions.sayUnreadMeter(
        plan.observation().wallMeter(), executor.sources(), stderr);
  }

  /** The options named on the command line. */
  private List<OptionSpec> given() {
    return Objects.requireNonNull(spec).commandLine().getParseResult().matchedOptions();
  }

  static RunLock lock(RunFolder folder) throws IOException {
    return folder
        .lock()
        .orElseThrow(() ->
            new UsageException("run " + folder.name() + " is still running; wait until it ends"));
  }

  /** Ids of the workloads that -w names. */
  private Set<String> namedWorkloads() {
    return workloads.stream()
        .filter(w -> !Selection.isPattern(w))
        .map(Workloads::parse)
        .map(this::chosen)
        .map(Workload::id)
        .collect(Collectors.toSet());
  }
}
