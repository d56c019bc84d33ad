package assay.cli;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.Bridge;
import assay.core.record.MetricKey;
import assay.core.record.RunId;
import assay.core.record.json.RecordJson;
import assay.core.stats.HodgesLehmann;
import assay.core.stats.Interval;
import assay.core.workload.Suite;
import assay.core.workload.Suites;
import assay.core.workload.Workload;
import assay.report.text.Format;
import assay.report.text.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay bridge}: measures two programs turn about, so that a series can go on. */
@Command(
    name = "bridge",
    description = {
      "Measure an old and a new Assay turn about on this machine, so that runs of the old one can be",
      "compared with runs of the new one."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  assay bridge /opt/assay-0.1.0 /opt/assay-0.2.0 --suite nightly -t cpu-simd",
      "  assay compare --bridge results/bridges/20261130T0716/bridge.json OLDRUN NEWRUN",
      "",
      "In each round both programs measure one fork of every cell, a workload at a time in random order,",
      "either program first by lot. An interval needs 6 rounds, and one cell of many can be singled out",
      "from about 10 on. Start it with the newer program: it reads the records of both."
    })
final class BridgeCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "OLD",
      description = "The old program: the folder of a package, a checkout, or its launcher.")
  private Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW", description = "The new program, likewise.")
  private Path after = Path.of("");

  @Option(
      names = "--suite",
      paramLabel = "SUITE|FILE.yaml",
      description = "Suite to measure (default: ${DEFAULT-VALUE}).")
  private String suite = "nightly";

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "ID|GLOB",
      description = "Workload id, or a pattern over the suite's workloads; may be repeated.")
  private List<String> workloads = new ArrayList<>();

  @Option(
      names = {"-t", "--target"},
      paramLabel = "TARGET",
      description = "Target; may be repeated (default: all).")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = {"-p", "--precision"},
      paramLabel = "PRECISION",
      description = "Precision; may be repeated (default: the suite's).")
  private List<String> precisions = new ArrayList<>();

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "Forks of each cell by each program, one a round (default: ${DEFAULT-VALUE}).")
  private int forks = 12;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Seed of the first round, for inputs, weights and order; each following round has the next"
              + " (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Host threads of CPU targets (default: all processors).")
  private @Nullable Integer threads;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the full Fashion-MNIST set, for data=full.")
  private @Nullable Path data;

  @Option(
      names = "--no-telemetry",
      description = "Sample no telemetry: quicker, and no energy is bridged.")
  private boolean noTelemetry;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for bridges (default: results/bridges).")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print only the bridge's record on standard output.")
  private boolean json;

  BridgeCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (forks < 1 || forks > HodgesLehmann.MAX_VALUES) {
      throw new UsageException(
          "--forks must be from 1 to " + HodgesLehmann.MAX_VALUES + ", not " + forks);
    }
    PathCheck.folderToWrite("--out", out);
    PathCheck.dataSet("--data", data);
    InstalledProgram old = InstalledProgram.at("old", before);
    InstalledProgram current = InstalledProgram.at("new", after);
    Suite loaded = Suites.load(suite);
    List<String> ids = Selection.workloads(loaded, workloads).stream().map(Workload::id).toList();
    Path bridges = out == null ? BuildInfo.home().resolve("results").resolve("bridges") : out;
    Path folder = bridges.resolve(RunId.create(Instant.now(), new SecureRandom()).value());
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter stderr = command.commandLine().getErr();
    BridgeSession session =
        new BridgeSession(
            new BridgeSession.Request(suite, loaded.name(), ids, options(), forks, seed),
            old,
            current,
            folder,
            stderr);
    Bridge bridge;
    try {
      bridge = session.measure();
    } catch (BridgeSession.BrokenOffException e) {
      stderr.println(
          "assay: "
              + Screen.line(String.valueOf(e.getMessage()))
              + (Files.exists(session.file())
                  ? "; the rounds before are in " + session.file()
                  : ""));
      return ExitCode.INTERNAL;
    }
    PrintWriter stdout = command.commandLine().getOut();
    stdout.print(
        json ? RecordJson.write(bridge) : text(bridge) + "record: " + session.file() + "\n");
    stdout.flush();
    if (session.invalid()) {
      stderr.println("assay: an output was wrong; the table says whose");
      return ExitCode.INVALID;
    }
    if (bridge.cells().stream()
        .noneMatch(cell -> bridge.ratio(cell.id(), MetricKey.TIME) instanceof Available<?>)) {
      stderr.println("assay: no cell has a ratio with an interval; the table says why");
      return ExitCode.INCONCLUSIVE;
    }
    return ExitCode.OK;
  }

  /** What both programs are given alike. */
  private List<String> options() {
    List<String> options = new ArrayList<>();
    targets.forEach(target -> options.addAll(List.of("-t", target)));
    precisions.forEach(precision -> options.addAll(List.of("-p", precision)));
    if (threads != null) {
      options.addAll(List.of("--threads", threads.toString()));
    }
    if (data != null) {
      options.addAll(List.of("--data", data.toAbsolutePath().toString()));
    }
    if (noTelemetry) {
      options.add("--no-telemetry");
    }
    return options;
  }

  private static String text(Bridge bridge) {
    Format format = Format.of(Language.EN);
    Listing table =
        new Listing(
            String.format(
                Locale.ROOT,
                "From Assay %s to %s, %d rounds",
                bridge.before().assay().text(),
                bridge.after().assay().text(),
                bridge.rounds()),
            "cell",
            "metric",
            "ratio",
            "verdict",
            "rounds",
            "old",
            "new");
    for (Bridge.Cell cell : bridge.cells()) {
      switch (cell.ratios()) {
        case Unavailable<List<Bridge.Ratio>> none ->
            table.row(cell.id().toString(), Screen.line(none.reason()));
        case Available<List<Bridge.Ratio>>(List<Bridge.Ratio> all) ->
            all.forEach(ratio ->
                table.row(
                    cell.id().toString(),
                    ratio.metric().toString(),
                    ratio(ratio),
                    ratio.verdict().toLowerCase(Locale.ROOT).replace('_', ' '),
                    String.valueOf(ratio.rounds()),
                    format.value(ratio.before(), ratio.unit()),
                    format.value(ratio.after(), ratio.unit())));
      }
    }
    StringBuilder text = new StringBuilder(table.toString());
    text.append("A ratio above 1 means that the new program is better.\n");
    bridge.notes().forEach(note -> text.append(Screen.line(note)).append(".\n"));
    return text.toString();
  }

  private static String ratio(Bridge.Ratio ratio) {
    return switch (ratio.interval()) {
      case Available<Interval>(Interval interval) ->
          String.format(
              Locale.ROOT, "%.4f [%.4f, %.4f]", ratio.ratio(), interval.low(), interval.high());
      case Unavailable<Interval> none ->
          String.format(Locale.ROOT, "%.4f, %s", ratio.ratio(), none.reason());
    };
  }
}
