package assay.cli;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.harness.JmhProfiler;
import assay.core.harness.PlannedCell;
import assay.core.harness.ProfileRunner;
import assay.core.profile.Profile;
import assay.core.profile.ProfileComparison;
import assay.core.profile.ProfileJson;
import assay.core.profile.ProfileStore;
import assay.core.program.Precision;
import assay.core.record.Status;
import assay.core.spi.Target;
import assay.core.workload.Suites;
import assay.core.workload.Workload;
import assay.report.document.Document;
import assay.report.export.ExportFile;
import assay.report.export.ProfileExports;
import assay.report.profile.ProfileComparisonDocument;
import assay.report.profile.ProfileDocument;
import assay.report.text.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay profile}: where the time of a program goes, operation by operation. */
@Command(
    name = "profile",
    description = {
      "Show where the time of a workload goes, operation by operation, and how much of it could be won",
      "under the ceilings that this device reaches in the same minutes."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  assay profile -w train/cnn-fashion -t cpu-simd",
      "  assay profile -w infer/cnn-fashion,batch=64 -t cpu-simd,cpu-scalar   profiles both and compares",
      "  assay profile latest                                                 shows a profile again",
      "  assay profile 20261130T1312 20261130T1340                            compares two profiles",
      "",
      "Each operation is timed in the program (by marks), by itself, and as what the program takes more",
      "when it is cut short after it. Everything takes turns in each fork, and every result is checked."
    })
final class ProfileCommand implements Callable<Integer> {
  private static final int DEFAULT_FORKS = 8;
  private static final double DEFAULT_SECONDS = 3;
  private static final Duration FORK_TIMEOUT = Duration.ofMinutes(30);

  private static final List<String> FOR_READERS = List.of("html", "pdf", "svg", "png");
  private static final List<String> MACHINES =
      Arrays.stream(ProfileExports.Format.values()).map(Enum::name).toList();

  private static final ReportFiles.Records NONE =
      () -> {
        throw new AssertionError("a profile has no records of a run");
      };

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..2",
      paramLabel = "PROFILE",
      description = "A stored profile to show, or two to compare: 'latest', an id or a folder.")
  private List<String> stored = new ArrayList<>();

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "ID",
      description = "Workload to profile, such as train/cnn-fashion ('assay list workloads').")
  private @Nullable String workload;

  @Option(
      names = {"-t", "--target"},
      split = ",",
      paramLabel = "TARGET",
      description = "Target; two are compared with each other.")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = {"-p", "--precision"},
      split = ",",
      paramLabel = "PRECISION",
      description = "Precision (default: f32); two are compared with each other.")
  private List<String> precisions = new ArrayList<>();

  @Option(
      names = "--forks",
      paramLabel = "N",
      description =
          "Forks of each cell (default: ${DEFAULT-VALUE}); an interval needs 6, and a cause of a"
              + " difference can be named from 8 on.")
  private int forks = DEFAULT_FORKS;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "Time for timing in each fork, without warm-up and checks (default: ${DEFAULT-VALUE}).")
  private double seconds = DEFAULT_SECONDS;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Host threads of CPU targets (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed for inputs, weights and order (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the full Fashion-MNIST set, for data=full.")
  private @Nullable Path data;

  @Option(
      names = "--fork-timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Time after which a single fork is stopped (default: 30m).")
  private Duration forkTimeout = FORK_TIMEOUT;

  @Option(
      names = "--energy-window",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "Longest time a fork repeats the program, and each part alone, to meter its energy"
              + " (default: 1s); a meter needs 100 of its update periods.")
  private Duration energyWindow = Duration.ofSeconds(1);

  @Option(names = "--no-telemetry", description = "Sample no telemetry: no energy.")
  private boolean noTelemetry;

  @Mixin private ObservationOptions observation = new ObservationOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for profiles (default: results/profiles).")
  private @Nullable Path out;

  @Option(
      names = "--format",
      split = ",",
      paramLabel = "FORMAT",
      description =
          "Files beside the record: html, pdf, svg, png, csv, json, md, speedscope, trace (default:"
              + " html,trace).")
  private List<String> formats = new ArrayList<>();

  @Option(
      names = "--prof",
      split = ",",
      paramLabel = "PROFILER",
      description =
          "Then run a fork under each of these as well: gc, stack, jfr, perfnorm, perfasm, async,"
              + " counters.")
  private List<String> profilers = new ArrayList<>();

  @Option(
      names = "--tools",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "KERNEL",
      description =
          "Only print the commands of vendors' profilers for one fork; of the kernels whose names"
              + " match, if given.")
  private @Nullable String tools;

  @Option(names = "--json", description = "Print only the profiles' records on standard output.")
  private boolean json;

  ProfileCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PathCheck.folderToWrite("--out", out);
    PathCheck.dataSet("--data", data);
    formats.stream()
        .filter(f -> !FOR_READERS.contains(f) && !MACHINES.contains(f))
        .findFirst()
        .ifPresent(f -> {
          throw new UsageException(
              "unknown format '"
                  + f
                  + "'; choose from "
                  + String.join(", ", FOR_READERS)
                  + ", "
                  + String.join(", ", MACHINES));
        });
    ProfileStore store = new ProfileStore(out == null ? BuildInfo.profiles() : out);
    if (workload == null) {
      return showStored(store);
    }
    if (!stored.isEmpty()) {
      throw new UsageException("either -w to profile a workload, or stored profiles to show");
    }
    if (forks < 1 || threads < 1 || !(seconds > 0)) {
      throw new UsageException("--forks, --threads and --seconds must be above 0");
    }
    List<JmhProfiler> dives = DeepDive.named(profilers);
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    PrintWriter stdout = command.getOut();
    PrintWriter stderr = command.getErr();
    List<PlannedCell> cells = cells(workload);
    if (tools != null) {
      Optional<String> kernel = Optional.of(tools).filter(t -> !t.isEmpty());
      cells.forEach(cell -> DeepDive.tools(cell, kernel, threads, store.profiles(), stdout));
      return ExitCode.OK;
    }
    ProfileRunner.Plan plan =
        new ProfileRunner.Plan(
            cells.stream().map(ProfileRunner.Subject::new).toList(),
            forks,
            seconds,
            seed,
            threads,
            Optional.ofNullable(data),
            forkTimeout,
            noTelemetry ? observation.off() : observation.plan(energyWindow));
    List<Profile> profiles =
        new ProfileRunner(
                plan,
                BuildInfo.record(),
                (cell, done, all) -> {
                  stderr.printf(
                      Locale.ROOT,
                      "[%d/%d] %s on %s in %s%n",
                      done + 1,
                      all,
                      cell.id().workload(),
                      cell.id().target(),
                      cell.id().precision());
                  stderr.flush();
                })
            .run();
    List<Path> folders = new ArrayList<>();
    for (Profile profile : profiles) {
      folders.add(store.write(profile));
    }
    show(profiles, folders);
    for (int i = 0; i < cells.size(); i++) {
      if (profiles.get(i).outcome().status() == Status.OK) {
        DeepDive.run(
            cells.get(i),
            dives,
            threads,
            seed,
            forkTimeout,
            folders.get(i),
            json ? stderr : stdout);
      }
    }
    return profiles.stream().map(ProfileCommand::code).reduce(ExitCode.OK, RunVerdict::worse);
  }

  private List<PlannedCell> cells(String id) {
    if (targets.isEmpty()) {
      throw new UsageException("-t names the target to profile on, such as -t cpu-simd");
    }
    List<Workload> one = Selection.workloads(Suites.load(Suites.DEFAULT), List.of(id));
    List<Target> on = new TargetChoice().named(targets);
    List<Precision> in =
        precisions.isEmpty()
            ? List.of(Precision.F32)
            : Selection.precisions(Suites.load(Suites.DEFAULT), precisions);
    return Selection.cells(one, on, in, precisions.isEmpty());
  }

  private int showStored(ProfileStore store) throws IOException {
    if (stored.isEmpty()) {
      throw new UsageException(
          "-w and -t say what to profile, such as -w train/cnn-fashion -t cpu-simd;"
              + " or name a stored profile");
    }
    List<Profile> profiles = new ArrayList<>();
    List<Path> folders = new ArrayList<>();
    for (String name : stored) {
      Path folder = store.find(name);
      folders.add(folder);
      profiles.add(ProfileStore.read(folder));
    }
    return show(profiles, folders);
  }

  private int show(List<Profile> profiles, List<Path> folders) throws IOException {
    int code = ExitCode.OK;
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    PrintWriter stdout = command.getOut();
    for (int i = 0; i < profiles.size(); i++) {
      Profile profile = profiles.get(i);
      Document document = ProfileDocument.of(profile, Language.EN, RemedyText::of);
      List<Path> files = write(profile, document, folders.get(i));
      if (json) {
        stdout.print(ProfileJson.write(profile));
      } else if (profiles.size() == 1 || workload != null) {
        stdout.print(Screen.text(document));
        stdout.println("profile: " + folders.get(i).resolve(ProfileStore.FILE));
        files.forEach(file -> stdout.println("file: " + file));
      }
    }
    if (profiles.size() == 2 && !json) {
      switch (ProfileComparison.of(profiles.getFirst(), profiles.getLast())) {
        case Available<ProfileComparison>(ProfileComparison comparison) ->
            stdout.print(
                Screen.text(
                    ProfileComparisonDocument.of(
                        comparison, profiles.getFirst(), profiles.getLast(), Language.EN)));
        case Unavailable<ProfileComparison> none -> {
          command.getErr().println("assay: the profiles cannot be compared: " + none.reason());
          // Of two that were asked for by their workload, either is shown all the same.
          code = workload == null ? ExitCode.INVALID : ExitCode.OK;
        }
      }
    }
    stdout.flush();
    return code;
  }

  /** The formats that were asked for; a page and a trace if none were. */
  private List<Path> write(Profile profile, Document document, Path folder) throws IOException {
    List<String> asked =
        !formats.isEmpty() ? formats : workload == null ? List.of() : List.of("html", "trace");
    List<Path> files =
        new ArrayList<>(
            new ReportFiles(folder, false)
                .write(asked.stream().filter(FOR_READERS::contains).toList(), document, NONE));
    for (String name : asked.stream().filter(f -> !FOR_READERS.contains(f)).toList()) {
      switch (ProfileExports.export(ProfileExports.Format.valueOf(name), profile)) {
        case Available<ExportFile>(ExportFile file) -> {
          Path path = folder.resolve(file.name());
          ReportFiles.store(path, file.content());
          files.add(path);
        }
        case Unavailable<ExportFile> none -> {
          if (!formats.isEmpty()) {
            Objects.requireNonNull(spec)
                .commandLine()
                .getErr()
                .println("assay: no " + name + ": " + none.reason());
          }
        }
      }
    }
    return files;
  }

  private static int code(Profile profile) {
    Status status = profile.outcome().status();
    return switch (status) {
      case OK -> ExitCode.OK;
      case INVALID -> ExitCode.INVALID;
      case UNAVAILABLE -> ExitCode.UNAVAILABLE;
      case UNSUPPORTED, FAILED, TIMED_OUT -> ExitCode.INCONCLUSIVE;
    };
  }
}
