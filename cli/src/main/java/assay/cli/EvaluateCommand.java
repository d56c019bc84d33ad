package assay.cli;

import assay.core.record.store.RunStore;
import assay.core.stats.Coverage;
import assay.core.stats.MedianInterval;
import assay.core.stats.StoppingRule;
import assay.report.compare.Campaigns;
import assay.report.compare.RunData;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay evaluate}: how often Assay's own statements are wrong, by simulation. */
@Command(
    name = "evaluate",
    description = "Show by simulation how often Assay's own statements are wrong.",
    subcommands = {
      EvaluateGateCommand.class,
      EvaluateFortnightCommand.class,
      EvaluateHistoryCommand.class,
      EvaluateProfileCommand.class
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Runnable {
  private static final double[] SPREADS = {0.003, 0.005, 0.01, 0.015, 0.02, 0.03};
  private static final int[] FORKS = {6, 7, 8, 9, 10, 12, 15, 20, 25, 30};
  private static final double[] NIGHTS = {0.5, 1, 2};

  @Spec private @Nullable CommandSpec spec;

  EvaluateCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "specify what to evaluate: intervals, comparison, detector, gate, history or profile");
  }

  @Command(
      name = "intervals",
      description =
          "How often the interval of a median contains it: fixed numbers of forks, and cells that"
              + " stopped because their interval was narrow enough.",
      mixinStandardHelpOptions = true)
  int intervals(
      @Option(
              names = "--trials",
              paramLabel = "N",
              defaultValue = "20000",
              description = "Simulations for each figure (default: ${DEFAULT-VALUE}).")
          int trials,
      @Option(
              names = "--seed",
              paramLabel = "N",
              defaultValue = "1",
              description = "Seed (default: ${DEFAULT-VALUE}).")
          long seed,
      @Option(names = "--json", description = "JSON on standard output.") boolean json) {
    if (trials < 1) {
      throw new UsageException("--trials must be at least 1, not " + trials);
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    Listing fixed =
        new Listing(
            "Coverage of the 95 % interval, %",
            "forks", "normal", "skewed", "bimodal", "contaminated");
    for (int n : FORKS) {
      List<String> row = new ArrayList<>();
      row.add(n + (MedianInterval.PLANNED.contains(n) ? "" : " (interpolated)"));
      for (Coverage.Shape shape : Coverage.Shape.values()) {
        double share = Coverage.ofIntervals(shape, n, trials, seed);
        row.add(percent(share));
        Map<String, Object> own = start("fixed", shape);
        own.put("forks", n);
        own.put("coverage", share);
        rows.add(own);
      }
      fixed.row(row.toArray(String[]::new));
    }
    Listing stopped =
        new Listing(
            "Cells that may stop early, target ±1 %",
            "max forks",
            "spread",
            "shape",
            "coverage",
            "precision met",
            "coverage where met",
            "mean forks");
    for (int most : new int[] {6, 30}) {
      for (double sigma : SPREADS) {
        for (Coverage.Shape shape : Coverage.Shape.values()) {
          Coverage.Stopped result =
              Coverage.ofStopping(shape, sigma, new StoppingRule(0.01, most, true), trials, seed);
          stopped.row(
              String.valueOf(most),
              percent(sigma) + " %",
              shape.name().toLowerCase(Locale.ROOT),
              percent(result.overall()) + " %",
              percent(result.met()) + " %",
              result.met() > 0 ? percent(result.whereMet()) + " %" : "never met",
              String.format(Locale.ROOT, "%.1f", result.meanForks()));
          Map<String, Object> own = start("stopping", shape);
          own.put("maxForks", most);
          own.put("sigma", sigma);
          own.put("coverage", result.overall());
          own.put("met", result.met());
          own.put("coverageWhereMet", result.met() > 0 ? result.whereMet() : "never met");
          own.put("meanForks", result.meanForks());
          rows.add(own);
        }
      }
    }
    print(json ? Json.write(rows) + "\n" : fixed + "\n" + stopped);
    return ExitCode.OK;
  }

  private static Map<String, Object> start(String kind, Coverage.Shape shape) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kind", kind);
    row.put("shape", shape.name());
    return row;
  }

  @Command(
      name = "comparison",
      description =
          "How often a comparison of an unchanged machine with itself states a difference: forks"
              + " are drawn from recorded runs, and variation between nights is assumed.",
      mixinStandardHelpOptions = true)
  int comparison(
      @Parameters(
              arity = "1..*",
              paramLabel = "RUN",
              description = "Runs whose forks are drawn: id or its beginning, path, or 'latest'.")
          List<String> names,
      @Option(
              names = "--out",
              paramLabel = "DIR",
              description = "Folder of runs (default: results/runs).")
          @Nullable Path out,
      @Option(
              names = "--campaigns",
              paramLabel = "N",
              defaultValue = "400",
              description = "Simulated comparisons for each figure (default: ${DEFAULT-VALUE}).")
          int campaigns,
      @Option(
              names = "--forks",
              paramLabel = "N",
              defaultValue = "12",
              description = "Forks a side, 6 to 100 (default: ${DEFAULT-VALUE}).")
          int forks,
      @Option(
              names = "--seed",
              paramLabel = "N",
              defaultValue = "1",
              description = "Seed (default: ${DEFAULT-VALUE}).")
          long seed,
      @Option(names = "--json", description = "JSON on standard output.") boolean json)
      throws IOException {
    if (campaigns < 1) {
      throw new UsageException("--campaigns must be at least 1, not " + campaigns);
    }
    if (forks < 6 || forks > 100) {
      throw new UsageException("--forks must be from 6 to 100, not " + forks);
    }
    RunStore store = new RunStore(out == null ? BuildInfo.runs() : out);
    List<RunData> runs = new ArrayList<>();
    for (String name : names) {
      runs.add(RunData.read(store.find(name)));
    }
    Campaigns recorded = Campaigns.from(runs, forks);
    List<Campaigns.Result> results = new ArrayList<>();
    results.add(recorded.simulate(Campaigns.Kind.ONE_NIGHT, 0, campaigns, seed));
    for (double nights : NIGHTS) {
      results.add(recorded.simulate(Campaigns.Kind.UNKNOWN, nights, campaigns, seed));
      results.add(recorded.simulate(Campaigns.Kind.STATED, nights, campaigns, seed));
    }
    print(json ? Json.write(results) + "\n" : text(recorded, results, forks));
    return results.stream().allMatch(Campaigns.Result::passed) ? ExitCode.OK : ExitCode.INVALID;
  }

  private static String text(Campaigns recorded, List<Campaigns.Result> results, int forks) {
    Listing table =
        new Listing(
            "False statements",
            "compared",
            "night σ (assumed)",
            "by forks alone",
            "called different, alone",
            "limit",
            "campaigns with any",
            "limit",
            "the same within 1 %");
    for (Campaigns.Result result : results) {
      table.row(
          switch (result.kind()) {
            case ONE_NIGHT -> "one night";
            case UNKNOWN -> "two nights, variation unknown";
            case STATED -> "two nights, variation stated";
          },
          result.kind() == Campaigns.Kind.ONE_NIGHT
              ? "-"
              : String.format(Locale.ROOT, "%.1f × fork σ", result.nightsOverForks()),
          percent(result.forksAlone() / (double) result.comparisons()) + " %",
          percent(result.alone() / (double) result.comparisons()) + " %",
          percent(result.aloneLimit()) + " %",
          percent(result.withAny() / (double) result.campaigns()) + " %",
          percent(result.anyLimit()) + " %",
          percent(result.same() / (double) result.comparisons()) + " %");
    }
    return table
        + String.format(
            Locale.ROOT,
            "%d cells, %d forks a side, median spread of the recorded forks %.2f %%. No recorded"
                + " nights exist: how much nights differ is assumed.%n",
            recorded.cells(),
            forks,
            100 * recorded.sigma());
  }

  @Command(
      name = "detector",
      description =
          "How well 'assay detect' finds the changes of simulated series whose changes are known,"
              + " beside other methods.",
      mixinStandardHelpOptions = true)
  int detector(
      @Option(
              names = "--series",
              paramLabel = "N",
              defaultValue = "50",
              description =
                  "Simulated series for each shape and kind of noise (default: ${DEFAULT-VALUE}).")
          int each,
      @Option(
              names = "--seed",
              paramLabel = "N",
              defaultValue = "1",
              description =
                  "Seed (default: ${DEFAULT-VALUE}); the method was tuned on seeds from 1000 on.")
          long seed,
      @Option(names = "--json", description = "JSON on standard output.") boolean json) {
    if (each < 1) {
      throw new UsageException("--series must be at least 1, not " + each);
    }
    DetectorReport report = DetectorReport.of(each, seed);
    print(json ? Json.write(report.rows()) + "\n" : report.text());
    return report.passed() ? ExitCode.OK : ExitCode.INVALID;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  private void print(String text) {
    PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
    stdout.print(text);
    stdout.flush();
  }
}
