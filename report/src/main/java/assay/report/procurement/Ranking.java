package assay.report.procurement;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How often a ranking of systems holds in resamples.
 *
 * @param order indices of the systems, the best first, as the medians have it
 * @param holds share of the draws with the very same order, 0 to 1
 * @param firstHolds share of the draws with the same first, 0 to 1
 * @param first share of the draws in which each system is first, in the systems' own order
 * @param draws how many draws
 */
record Ranking(
    List<Integer> order, double holds, double firstHolds, List<Double> first, int draws) {

  /**
   * Counts the resamples.
   *
   * @param nominal cost or time of each system, the smaller the better
   * @param drawn the same in a draw
   */
  static Ranking of(double[] nominal, int draws, IntFunction<double[]> drawn) {
    List<Integer> order = order(nominal);
    int holds = 0;
    int[] first = new int[nominal.length];
    for (int r = 0; r < draws; r++) {
      List<Integer> other = order(drawn.apply(r));
      first[other.getFirst()]++;
      holds += other.equals(order) ? 1 : 0;
    }
    return new Ranking(
        order,
        (double) holds / draws,
        (double) first[order.getFirst()] / draws,
        IntStream.of(first).mapToObj(count -> (double) count / draws).toList(),
        draws);
  }

  private static List<Integer> order(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> values[i]))
        .toList();
  }
}
