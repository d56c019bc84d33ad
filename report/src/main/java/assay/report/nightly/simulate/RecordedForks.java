package assay.report.nightly.simulate;

import assay.core.stats.Quantiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Samples of real forks, from which those of simulated ones are drawn. Each is a logarithm of a
 * sample over the median of its cell's forks, in standard deviations of these forks. So the shape
 * is real, and how far forks lie apart is the simulation's.
 */
final class RecordedForks {
  private static final String FILE = "forks.txt";
  private static final int TRIALS = 20_000;

  private final List<double[]> forks;
  private final double ofMedian;

  /**
   * The recorded forks.
   *
   * @param perCell how many forks a simulated cell has
   */
  RecordedForks(int perCell) {
    forks = read();
    ofMedian = ofMedian(perCell);
  }

  private static List<double[]> read() {
    Map<String, List<double[]>> cells = new LinkedHashMap<>();
    for (String line : text().lines().filter(line -> !line.startsWith("#")).toList()) {
      String[] words = line.split(" ", -1);
      cells
          .computeIfAbsent(words[0] + " " + words[1], _ -> new ArrayList<>())
          .add(
              Arrays.stream(words)
                  .skip(2)
                  .mapToDouble(word -> Math.log(Double.parseDouble(word)))
                  .toArray());
    }
    List<double[]> all = new ArrayList<>();
    for (List<double[]> cell : cells.values()) {
      double[] medians = Quantiles.medians(cell.toArray(double[][]::new));
      double centre = Quantiles.median(medians);
      double scale =
          Math.sqrt(
              Arrays.stream(medians).map(m -> (m - centre) * (m - centre)).average().orElseThrow());
      cell.forEach(fork -> all.add(Arrays.stream(fork).map(x -> (x - centre) / scale).toArray()));
    }
    return all;
  }

  private static String text() {
    try (InputStream in = RecordedForks.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("resource " + FILE + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("resource " + FILE + " cannot be read", e);
    }
  }

  /** Standard deviation of the median of so many drawn forks. */
  private double ofMedian(int perCell) {
    SplittableRandom random = new SplittableRandom(1);
    double squares = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      double[] medians = new double[perCell];
      Arrays.setAll(medians, _ -> Quantiles.median(any(random)));
      double median = Quantiles.median(medians);
      squares += median * median;
    }
    return Math.sqrt(squares / TRIALS);
  }

  private double[] any(RandomGenerator random) {
    return forks.get(random.nextInt(forks.size()));
  }

  /**
   * The samples of a fork.
   *
   * @param seconds that an execution takes
   * @param sigma relative standard deviation of the median of a cell's forks
   */
  double[] draw(double seconds, double sigma, RandomGenerator random) {
    return Arrays.stream(any(random)).map(x -> seconds * Math.exp(sigma / ofMedian * x)).toArray();
  }
}
