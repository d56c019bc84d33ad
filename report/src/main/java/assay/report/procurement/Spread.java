package assay.report.procurement;

import assay.core.stats.Quantiles;
import assay.report.chart.Quantity;
import assay.report.chart.SpreadStrips;
import assay.report.document.Block;
import assay.report.document.Block.Paragraph;
import assay.report.document.Figure;
import assay.report.procurement.Result.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Spread over forks for the tasks that are hardest to decide: those where the two fastest systems
 * are closest. The forks of all other tasks are in {@code forks.jsonl} of the runs.
 */
final class Spread {
  private static final int MAX_TASKS = 4;

  private Spread() {}

  static List<Block> of(DossierPage at) {
    Map<Task, List<Measured>> closest = closest(at.comparison());
    if (closest.isEmpty()) {
      return List.of(new Paragraph(at.text("spread.none")));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(at.plural("spread.intro", closest.size())));
    int[] number = {0};
    closest.forEach((task, measured) -> blocks.add(figure(at, task, measured, ++number[0])));
    return blocks;
  }

  private static Map<Task, List<Measured>> closest(SystemComparison comparison) {
    Map<Task, List<Measured>> candidates = new LinkedHashMap<>();
    comparison
        .tasks()
        .forEach((task, results) -> {
          List<Measured> measured =
              SystemComparison.measured(results).stream()
                  .filter(m -> !m.forks().isEmpty())
                  .toList();
          if (measured.size() > 1 && !task.ceiling()) {
            candidates.put(task, measured);
          }
        });
    Map<Task, List<Measured>> closest = new LinkedHashMap<>();
    candidates.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> lead(entry.getValue())))
        .limit(MAX_TASKS)
        .forEach(entry -> closest.put(entry.getKey(), entry.getValue()));
    return closest;
  }

  private static double lead(List<Measured> measured) {
    double[] seconds = measured.stream().mapToDouble(Measured::seconds).sorted().toArray();
    return seconds[1] / seconds[0];
  }

  private static Figure figure(DossierPage at, Task task, List<Measured> measured, int number) {
    List<SpreadStrips.Strip> strips = new ArrayList<>();
    for (Measured each : measured) {
      strips.add(
          new SpreadStrips.Strip(
              each.system().label(), each.system().letter(), medians(each), true));
    }
    return new Figure(
        "spread-" + number,
        new SpreadStrips(
            new Quantity(at.text("time"), "s"), at.text("spread.axis"), strips, null, at.style()),
        title(at, task),
        at.text("spread.alternative"),
        at.text("spread.caption"),
        null);
  }

  private static String title(DossierPage at, Task task) {
    Decision decision = Decision.of(task, at.comparison().tasks().getOrDefault(task, List.of()));
    String tied = at.letters(decision.tied());
    return switch (decision.shown()) {
      case AHEAD ->
          at.text(
              "spread.title.ahead",
              task.toString(),
              decision.ranked().getFirst().system().letter(),
              at.format().ratio(decision.leads().getFirst().ratio()));
      case TIED -> at.text("spread.title.tied", task.toString(), tied);
      case NO_INTERVAL -> at.text("spread.title.unsure", task.toString(), tied);
    };
  }

  private static List<Double> medians(Measured measured) {
    double[] medians = new double[measured.forks().size()];
    for (int i = 0; i < medians.length; i++) {
      medians[i] = Quantiles.median(measured.forks().get(i).timing().time().toArray());
    }
    return Arrays.stream(medians).boxed().toList();
  }
}
