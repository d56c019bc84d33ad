package assay.cli;

import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.core.stats.Quantiles;
import assay.report.compare.RunData;
import assay.report.gate.Threshold;
import assay.report.gate.evaluate.Detection;
import assay.report.gate.evaluate.FalseAlarms;
import assay.report.gate.evaluate.Fleet;
import assay.report.gate.evaluate.GateEvaluation;
import assay.report.gate.evaluate.Noise;
import assay.report.gate.evaluate.NoiseModel;
import assay.report.gate.evaluate.Outcome;
import assay.report.gate.evaluate.RecordedNoise;
import assay.report.gate.evaluate.Rule;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay evaluate gate}: how well the nightly gate does, by simulation. */
@Command(
    name = "gate",
    description =
        "How often the nightly gate alarms where nothing changed, and how soon it finds what did:"
            + " on simulated fleets of 500 series, because no recorded nights exist. Takes"
            + " minutes.",
    mixinStandardHelpOptions = true)
final class EvaluateGateCommand implements Callable<Integer> {
  private static final Fleet FLEET = Fleet.STANDARD;
  private static final int CHANGED_FLEETS = 3;
  private static final int YEAR = 365;
  private static final double MAX_PER_WEEK = 1;
  private static final double MIN_LOCATED = 0.9;
  private static final double MAX_SECONDS = 10;

  /** Standard deviation of what is a night's own, in those of the median of a cell's forks. */
  private static final List<Double> NIGHTS_TO_FORKS = List.of(0.5, 1.0, 2.0);

  /**
   * What varies.
   *
   * @param id for JSON
   * @param nightShare share of a night's variance that is the night's own
   */
  private record Kind(Noise noise, String id, double nightShare) {
    Kind(NoiseModel noise, double nightShare) {
      this(noise, noise.name(), nightShare);
    }

    GateEvaluation evaluation() {
      return new GateEvaluation(noise, FLEET.withNightShare(nightShare));
    }
  }

  /** A lone step, and the share of them that is to be found by the third night; 0 if none is. */
  private record Step(Kind kind, double sigmas, double goal) {
    Step(NoiseModel noise, double nightShare, double sigmas, double goal) {
      this(new Kind(noise, nightShare), sigmas, goal);
    }
  }

  private static final List<Step> STEPS =
      List.of(
          new Step(NoiseModel.NORMAL, 0.5, 3, 0),
          new Step(NoiseModel.NORMAL, 0.5, 4, 0),
          new Step(NoiseModel.NORMAL, 0.5, 5, 0.94),
          new Step(NoiseModel.NORMAL, 0.5, 6, 0),
          new Step(NoiseModel.NORMAL, 0.8, 6, 0.98),
          new Step(NoiseModel.AR, 0.5, 3, 0),
          new Step(NoiseModel.AR, 0.5, 4, 0),
          new Step(NoiseModel.AR, 0.5, 5, 0.9),
          new Step(NoiseModel.AR, 0.5, 6, 0),
          new Step(NoiseModel.AR, 0.8, 6, 0.93),
          new Step(NoiseModel.T4, 0.5, 5, 0),
          new Step(NoiseModel.AR_T4_OUTLIERS, 0.5, 5, 0));

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--nights",
      paramLabel = "N",
      defaultValue = "400",
      description =
          "Unchanged nights of 500 series for each figure (default: ${DEFAULT-VALUE}); as many more"
              + " set the threshold.")
  private int nights;

  @Option(
      names = "--injected",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Lone steps for each figure (default: ${DEFAULT-VALUE}).")
  private int injected;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--from",
      paramLabel = "RUNS",
      description =
          "Also fleets whose forks vary as those of stored runs do: a folder of runs, or a run; may"
              + " be repeated. Nights are simulated for these too.")
  private List<Path> from = new ArrayList<>();

  @Option(names = "--json", description = "JSON on standard output.")
  private boolean json;

  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final Map<Kind, Threshold.Pooled> thresholds = new HashMap<>();
  private boolean reached = true;

  EvaluateGateCommand() {}

  @Override
  public Integer call() throws IOException {
    if (nights < 1) {
      throw new UsageException("--nights must be at least 1, not " + nights);
    }
    if (injected < 1) {
      throw new UsageException("--injected must be at least 1, not " + injected);
    }
    @Nullable RecordedNoise recorded = from.isEmpty() ? null : recorded();
    List<Kind> kinds = new ArrayList<>();
    for (NoiseModel noise : NoiseModel.values()) {
      kinds.add(new Kind(noise, FLEET.nightShare()));
    }
    List<Step> steps = new ArrayList<>(STEPS);
    if (recorded != null) {
      for (double ratio : NIGHTS_TO_FORKS) {
        Kind kind = new Kind(recorded, "RECORDED", ratio * ratio / (1 + ratio * ratio));
        kinds.add(kind);
        steps.add(new Step(kind, 5, 0));
        steps.add(new Step(kind, 6, 0));
      }
    }
    falseAlarms(kinds);
    steps(steps);
    changes();
    time();
    if (json) {
      print(Json.write(rows) + "\n");
    } else {
      print(
          "Nights are simulated: no recorded ones exist. A night's standard deviation is 0.4 % in"
              + " the median, and differs by series"
              + (recorded == null
                  ? ".\n"
                  : "; where forks are recorded, it follows from theirs: what is a night's own is"
                      + " 0.5, 1 or 2 times as much as the median of a cell's forks varies, which"
                      + " is 20, 50 or 80 % of the variance.\n"));
    }
    return reached ? ExitCode.OK : ExitCode.INVALID;
  }

  /** Forks of stored runs. */
  private RecordedNoise recorded() throws IOException {
    List<RunData> runs = new ArrayList<>();
    for (Path path : from) {
      boolean folder = Files.isDirectory(path) && !new RunFolder(path).hasRecord();
      List<RunFolder> found =
          folder
              ? new RunStore(path).list().stream().filter(RunFolder::hasRecord).toList()
              : List.of(new RunStore(BuildInfo.runs()).find(path.toString()));
      if (found.isEmpty()) {
        throw new UsageException("--from " + path + ": there is no run in it");
      }
      for (RunFolder run : found) {
        runs.add(RunData.read(run));
      }
    }
    RecordedNoise noise;
    try {
      noise = RecordedNoise.of(runs);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--from: " + e.getMessage());
    }
    double[] sigmas = noise.sigmas();
    String text =
        String.format(
            Locale.ROOT,
            "%d recorded cells of %d runs (%d more have too few forks). Relative standard deviation"
                + " of the median of a cell's forks: %.2g %% in the median, from %.2g to %.2g %%.",
            noise.cells(),
            runs.size(),
            noise.leftOut(),
            100 * Quantiles.median(sigmas),
            100 * sigmas[0],
            100 * sigmas[sigmas.length - 1]);
    Objects.requireNonNull(spec).commandLine().getErr().println("assay: " + text);
    return noise;
  }

  /** Of a fleet's own past, whose seed no figure uses. */
  private Threshold.Pooled threshold(Kind kind) {
    return thresholds.computeIfAbsent(
        kind, each -> each.evaluation().calibrate(nights, 1_000_000 + seed));
  }

  private void falseAlarms(List<Kind> kinds) {
    List<String> headings =
        new ArrayList<>(
            List.of(
                "noise",
                "night's own variance",
                "threshold",
                "gate",
                "goal",
                "own choice of threshold",
                "first 62 nights"));
    for (Rule rule : Rule.values()) {
      headings.add(rule.toString());
    }
    Listing table =
        new Listing(
            "False alarms a week among 500 unchanged series", headings.toArray(String[]::new));
    for (Kind kind : kinds) {
      GateEvaluation evaluation = kind.evaluation();
      Threshold.Pooled threshold = threshold(kind);
      FalseAlarms own = evaluation.falseAlarms(threshold, nights, 2_000_000 + seed);
      FalseAlarms chosen = evaluation.falseAlarms(null, nights, 3_000_000 + seed);
      FalseAlarms first = evaluation.firstNights(1 + nights / 62, 4_000_000 + seed);
      List<String> row = new ArrayList<>();
      row.add(kind.noise().toString());
      row.add(percent(kind.nightShare()));
      row.add(String.format(Locale.ROOT, "%.2f", threshold.score()));
      row.add(perWeek(own));
      row.add(
          goal(String.format(Locale.ROOT, "≤ %.0f", MAX_PER_WEEK), own.perWeek() <= MAX_PER_WEEK));
      row.add(perWeek(chosen));
      row.add(perWeek(first));
      for (FalseAlarms rule : evaluation.falseAlarmsOfRules(nights, 5_000_000 + seed)) {
        row.add(perWeek(rule));
        rows.add(row("falseAlarms", kind, rule));
      }
      table.row(row.toArray(String[]::new));
      rows.add(row("falseAlarms", kind, own));
      rows.add(row("falseAlarmsWithOwnThreshold", kind, chosen));
      rows.add(row("falseAlarmsInFirstNights", kind, first));
    }
    show(table);
  }

  private void steps(List<Step> steps) {
    Listing table =
        new Listing(
            "Lone steps in a fleet of 500 series, with reruns",
            "noise",
            "night's own variance",
            "step",
            "steps",
            "found by night 3",
            "goal",
            "found by night 15",
            "first bad night within one",
            "goal for it",
            "in stated nights");
    for (Step step : steps) {
      Detection found =
          step.kind()
              .evaluation()
              .steps(threshold(step.kind()), step.sigmas(), injected, 6_000_000 + seed);
      table.row(
          step.kind().noise().toString(),
          percent(step.kind().nightShare()),
          String.format(Locale.ROOT, "%.0f σ", step.sigmas()),
          String.valueOf(found.injected()),
          percent(found.power(), found.powerError()),
          step.goal() > 0 ? goal("≥ " + percent(step.goal()), found.power() >= step.goal()) : "-",
          percent(found.found() / (double) found.injected()),
          percent(found.located(), found.locatedError()),
          goal("≥ " + percent(MIN_LOCATED), found.located() >= MIN_LOCATED),
          percent(found.inInterval() / (double) found.found()));
      rows.add(row("steps", step.kind(), found));
    }
    show(table);
  }

  private void changes() {
    for (NoiseModel noise : List.of(NoiseModel.AR, NoiseModel.AR_T4_OUTLIERS)) {
      Kind kind = new Kind(noise, FLEET.nightShare());
      List<Outcome> outcomes =
          kind.evaluation().outcomes(threshold(kind), CHANGED_FLEETS, 7_000_000 + seed);
      Listing table =
          new Listing(
              "Changes, noise " + noise,
              "change",
              "changed",
              "alarmed in time",
              "alarmed",
              "alarms each",
              "first bad night within one",
              "others' alarms a week",
              Rule.FIXED.toString(),
              Rule.Z.toString());
      for (Outcome outcome : outcomes) {
        double changed = outcome.changed();
        table.row(
            outcome.scenario(),
            String.valueOf(outcome.changed()),
            outcome.expected() ? percent(outcome.inTime() / changed) : "should not be",
            percent(outcome.alarmed() / changed),
            outcome.alarmed() == 0
                ? "-"
                : String.format(Locale.ROOT, "%.2f", outcome.alarms() / (double) outcome.alarmed()),
            outcome.alarmed() == 0
                ? "-"
                : percent(outcome.withinOne() / (double) outcome.alarmed()),
            perWeek(outcome.others()),
            rule(outcome, Rule.FIXED),
            rule(outcome, Rule.Z));
        rows.add(row("changes", kind, outcome));
      }
      show(table);
    }
  }

  private static String rule(Outcome outcome, Rule rule) {
    Integer found = outcome.byRule().get(rule);
    return found == null ? "-" : percent(found / (double) outcome.changed());
  }

  private void time() {
    double seconds = new GateEvaluation(NoiseModel.AR, FLEET).seconds(YEAR, 8_000_000 + seed);
    show(
        new Listing("Time", "series", "nights", "seconds", "goal")
            .row(
                String.valueOf(FLEET.size()),
                String.valueOf(YEAR),
                String.format(Locale.ROOT, "%.1f", seconds),
                goal(String.format(Locale.ROOT, "≤ %.0f", MAX_SECONDS), seconds <= MAX_SECONDS)));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kind", "time");
    row.put("seconds", seconds);
    rows.add(row);
  }

  private String goal(String limit, boolean met) {
    reached &= met;
    return limit + (met ? ": reached" : ": missed");
  }

  private static Map<String, Object> row(String what, Kind kind, Object result) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kind", what);
    row.put("noise", kind.id());
    row.put("nightShare", kind.nightShare());
    row.put("result", result);
    return row;
  }

  private static String perWeek(FalseAlarms alarms) {
    return String.format(Locale.ROOT, "%.2f ± %.2f", alarms.perWeek(), alarms.error());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String percent(double share, double error) {
    return String.format(Locale.ROOT, "%.1f ± %.1f %%", 100 * share, 100 * error);
  }

  /** Each table as soon as it is there. */
  private void show(Listing table) {
    if (!json) {
      print(table + "\n");
    }
  }

  private void print(String text) {
    PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
    stdout.print(text);
    stdout.flush();
  }
}
