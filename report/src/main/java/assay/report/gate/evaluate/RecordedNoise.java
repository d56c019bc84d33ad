package assay.report.gate.evaluate;

import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.ForkResult;
import assay.core.record.Outcome;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import assay.report.compare.RunData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Measurements that vary as the forks of recorded cells do. A measurement is the median of as many
 * forks as its cell has, drawn from them with replacement. So their shape is the recorded one, and
 * so is how far they lie apart. A night's own share is simulated: correlated by 0.5 with the night
 * before, and normal.
 */
public final class RecordedNoise implements Noise {
  private static final int TRIALS = 20_000;
  private static final NoiseModel NIGHTS = NoiseModel.AR;

  private final List<RecordedCell> cells;
  private final int leftOut;

  private RecordedNoise(List<RecordedCell> cells, int leftOut) {
    this.cells = cells;
    this.leftOut = leftOut;
  }

  /**
   * The measured cells of runs. Those that an emulation computed, have fewer than {@value
   * MedianInterval#MIN_FORKS} forks, or forks that do not differ, are left out.
   *
   * @throws IllegalArgumentException if no cell is left
   */
  public static RecordedNoise of(List<RunData> runs) {
    List<RecordedCell> cells = new ArrayList<>();
    int leftOut = 0;
    for (RunData run : runs) {
      for (Cell cell : run.record().cells()) {
        if (!(cell.outcome() instanceof Outcome.Measured<CellResult>)) {
          continue;
        }
        double[] forks = forks(run.counted(cell.id()));
        if (cell.outcome().simulated()
            || forks.length < MedianInterval.MIN_FORKS
            || Arrays.stream(forks).distinct().count() == 1) {
          leftOut++;
        } else {
          cells.add(RecordedCell.of(forks));
        }
      }
    }
    if (cells.isEmpty()) {
      throw new IllegalArgumentException(
          "no cell has " + MedianInterval.MIN_FORKS + " forks of hardware whose times differ");
    }
    return new RecordedNoise(List.copyOf(cells), leftOut);
  }

  private static double[] forks(List<ForkResult> forks) {
    return forks.stream()
        .mapToDouble(fork -> Math.log(Quantiles.median(fork.timing().time().toArray())))
        .toArray();
  }

  /** Number of cells whose forks are drawn from. */
  public int cells() {
    return cells.size();
  }

  /** Number of measured cells that were left out. */
  public int leftOut() {
    return leftOut;
  }

  /** Relative standard deviations of the median of a cell's forks, in ascending order. */
  public double[] sigmas() {
    return cells.stream().mapToDouble(RecordedCell::sigma).sorted().toArray();
  }

  @Override
  public OfSeries series(double nightShare, RandomGenerator random) {
    RecordedCell cell = cells.get(random.nextInt(cells.size()));
    return new Resampled(cell, cell.sigma() / Math.sqrt(1 - nightShare));
  }

  @Override
  public String toString() {
    return "recorded forks, simulated nights";
  }

  private record Resampled(RecordedCell cell, double sigma) implements OfSeries {
    @Override
    public double night(double before, RandomGenerator random) {
      return NIGHTS.night(before, random);
    }

    @Override
    public double measurement(double own, RandomGenerator random) {
      return own * (cell.median(random) - cell.mean()) / cell.sigma();
    }
  }

  /**
   * A cell's forks.
   *
   * @param forks logarithms of their medians
   * @param mean of the median of as many drawn ones
   * @param sigma standard deviation of that
   */
  private record RecordedCell(double[] forks, double mean, double sigma) {
    static RecordedCell of(double[] forks) {
      RecordedCell cell = new RecordedCell(forks, 0, 1);
      SplittableRandom random = new SplittableRandom(1);
      double[] drawn = new double[TRIALS];
      Arrays.setAll(drawn, _ -> cell.median(random));
      double mean = Arrays.stream(drawn).average().orElseThrow();
      double variance =
          Arrays.stream(drawn).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
      return new RecordedCell(forks, mean, Math.sqrt(variance));
    }

    /** The median of as many forks, drawn with replacement. */
    double median(RandomGenerator random) {
      double[] drawn = new double[forks.length];
      Arrays.setAll(drawn, _ -> forks[random.nextInt(forks.length)]);
      return Quantiles.median(drawn);
    }
  }
}
