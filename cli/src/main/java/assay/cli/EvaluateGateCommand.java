package assay.cli;

import assay.report.gate.Threshold;
import assay.report.gate.evaluate.Detection;
import assay.report.gate.evaluate.FalseAlarms;
import assay.report.gate.evaluate.Fleet;
import assay.report.gate.evaluate.GateEvaluation;
import assay.report.gate.evaluate.NoiseModel;
import assay.report.gate.evaluate.Outcome;
import assay.report.gate.evaluate.Rule;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
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

  /** A lone step, and the share of them that is to be found by the third night; 0 if none is. */
  private record Step(NoiseModel noise, double nightShare, double sigmas, double goal) {}

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

  @Option(names = "--json", description = "JSON on standard output.")
  private boolean json;

  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final Map<NoiseModel, Map<Double, Threshold.Pooled>> thresholds =
      new EnumMap<>(NoiseModel.class);
  private boolean reached = true;

  EvaluateGateCommand() {}

  @Override
  public Integer call() {
    if (nights < 1) {
      throw new UsageException("--nights must be at least 1, not " + nights);
    }
    if (injected < 1) {
      throw new UsageException("--injected must be at least 1, not " + injected);
    }
    falseAlarms();
    steps();
    changes();
    time();
    if (json) {
      print(Json.write(rows) + "\n");
    } else {
      print(
          "Nights are simulated: no recorded ones exist. A night's standard deviation is 0.4 % in"
              + " the median, and differs by series.\n");
    }
    return reached ? ExitCode.OK : ExitCode.INVALID;
  }

  /** Of a fleet's own past, whose seed no figure uses. */
  private Threshold.Pooled threshold(NoiseModel noise, double nightShare) {
    return thresholds
        .computeIfAbsent(noise, _ -> new LinkedHashMap<>())
        .computeIfAbsent(
            nightShare,
            share ->
                new GateEvaluation(noise, FLEET.withNightShare(share))
                    .calibrate(nights, 1_000_000 + seed));
  }

  private void falseAlarms() {
    List<String> headings =
        new ArrayList<>(
            List.of(
                "noise",
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
    for (NoiseModel noise : NoiseModel.values()) {
      GateEvaluation evaluation = new GateEvaluation(noise, FLEET);
      Threshold.Pooled threshold = threshold(noise, FLEET.nightShare());
      FalseAlarms own = evaluation.falseAlarms(threshold, nights, 2_000_000 + seed);
      FalseAlarms chosen = evaluation.falseAlarms(null, nights, 3_000_000 + seed);
      FalseAlarms first = evaluation.firstNights(1 + nights / 62, 4_000_000 + seed);
      List<String> row = new ArrayList<>();
      row.add(noise.toString());
      row.add(String.format(Locale.ROOT, "%.2f", threshold.score()));
      row.add(perWeek(own));
      row.add(
          goal(String.format(Locale.ROOT, "≤ %.0f", MAX_PER_WEEK), own.perWeek() <= MAX_PER_WEEK));
      row.add(perWeek(chosen));
      row.add(perWeek(first));
      for (FalseAlarms rule : evaluation.falseAlarmsOfRules(nights, 5_000_000 + seed)) {
        row.add(perWeek(rule));
        rows.add(row("falseAlarms", noise, rule));
      }
      table.row(row.toArray(String[]::new));
      rows.add(row("falseAlarms", noise, own));
      rows.add(row("falseAlarmsWithOwnThreshold", noise, chosen));
      rows.add(row("falseAlarmsInFirstNights", noise, first));
    }
    show(table);
  }

  private void steps() {
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
    for (Step step : STEPS) {
      Detection found =
          new GateEvaluation(step.noise(), FLEET.withNightShare(step.nightShare()))
              .steps(
                  threshold(step.noise(), step.nightShare()),
                  step.sigmas(),
                  injected,
                  6_000_000 + seed);
      table.row(
          step.noise().toString(),
          percent(step.nightShare()),
          String.format(Locale.ROOT, "%.0f σ", step.sigmas()),
          String.valueOf(found.injected()),
          percent(found.power(), found.powerError()),
          step.goal() > 0 ? goal("≥ " + percent(step.goal()), found.power() >= step.goal()) : "-",
          percent(found.found() / (double) found.injected()),
          percent(found.located(), found.locatedError()),
          goal("≥ " + percent(MIN_LOCATED), found.located() >= MIN_LOCATED),
          percent(found.inInterval() / (double) found.found()));
      Map<String, Object> row = row("steps", step.noise(), found);
      row.put("nightShare", step.nightShare());
      rows.add(row);
    }
    show(table);
  }

  private void changes() {
    for (NoiseModel noise : List.of(NoiseModel.AR, NoiseModel.AR_T4_OUTLIERS)) {
      List<Outcome> outcomes =
          new GateEvaluation(noise, FLEET)
              .outcomes(threshold(noise, FLEET.nightShare()), CHANGED_FLEETS, 7_000_000 + seed);
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
        rows.add(row("changes", noise, outcome));
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

  private static Map<String, Object> row(String kind, NoiseModel noise, Object result) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kind", kind);
    row.put("noise", noise.name());
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
