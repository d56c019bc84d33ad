package assay.report.compare;

import assay.core.record.Cell;
import assay.core.record.MetricKey;
import assay.core.stats.Quantiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Simulated comparisons of a machine with itself, with forks drawn from recorded ones: how often is
 * a difference stated that is none?
 *
 * <p>A campaign compares two runs of all recorded cells. The forks of a cell are drawn with
 * replacement from its recorded ones, each moved by a tenth of their standard deviation, since
 * equal forks, which hardly occur, would hide differences; a night shifts all forks of a cell by a
 * normal value. No recorded nights exist, so how much they differ is assumed, as a multiple of the
 * median over cells of the standard deviation between forks.
 */
public final class Campaigns {
  /** What is compared, and what is known about nights. */
  public enum Kind {
    /** Two runs of one night. */
    ONE_NIGHT,
    /** Runs of two nights whose variation is not known: nothing may be stated. */
    UNKNOWN,
    /** Runs of two nights whose variation is stated, and is the one that is simulated. */
    STATED
  }

  /**
   * How many false statements there were.
   *
   * @param kind what was compared
   * @param nightsOverForks σ of nights ÷ σ of forks, as simulated
   * @param comparisons ratios in all
   * @param forksAlone ratios whose forks alone would differ at 5 %, without a word of nights
   * @param alone ratios called different, each taken alone at 5 %
   * @param campaigns simulated comparisons of two runs
   * @param withAny those in which any ratio is called different after the procedure over all
   * @param same ratios shown to be equal within 1 %
   */
  public record Result(
      Kind kind,
      double nightsOverForks,
      long comparisons,
      long forksAlone,
      long alone,
      int campaigns,
      int withAny,
      long same) {
    /** The most that is called different alone: 5 % and two standard errors. */
    public double aloneLimit() {
      return limit((double) comparisons);
    }

    /** The most campaigns with any difference: 5 % and two standard errors. */
    public double anyLimit() {
      return limit(campaigns);
    }

    private static double limit(double n) {
      return 0.05 + 2 * Math.sqrt(0.05 * 0.95 / n);
    }

    /** Whether both shares keep their limits. */
    public boolean passed() {
      return alone <= aloneLimit() * comparisons && withAny <= anyLimit() * campaigns;
    }
  }

  private static final double ALPHA = 0.05;
  private static final int MIN_RECORDED = 6;
  private static final double JITTER = 0.1;

  private final List<double[]> cells = new ArrayList<>();
  private final int forks;
  private final double sigma;

  private Campaigns(List<RunData> runs, int forks) {
    this.forks = forks;
    for (RunData run : runs) {
      for (Cell cell : run.record().cells()) {
        ForkValues times = ForkValues.of(MetricKey.TIME, run.countedForks(cell.id()));
        if (times.values().length >= MIN_RECORDED && times.positive()) {
          cells.add(times.logsByRound().values().stream().mapToDouble(d -> d).toArray());
        }
      }
    }
    sigma =
        cells.isEmpty()
            ? 0
            : Quantiles.median(cells.stream().mapToDouble(Campaigns::deviation).toArray());
  }

  /**
   * Takes the recorded forks' times.
   *
   * @param forks forks a side that are drawn, at least 6
   * @throws ComparisonException if no cell has six forks
   */
  public static Campaigns from(List<RunData> runs, int forks) {
    Campaigns campaigns = new Campaigns(runs, forks);
    if (campaigns.cells.isEmpty()) {
      throw new ComparisonException(
          "no cell of these runs has " + MIN_RECORDED + " forks to draw from");
    }
    return campaigns;
  }

  /** Number of recorded cells. */
  public int cells() {
    return cells.size();
  }

  /** Median over cells of the relative standard deviation between forks. */
  public double sigma() {
    return sigma;
  }

  /**
   * Simulates.
   *
   * @param nightsOverForks σ of nights ÷ σ of forks; of no effect in one night
   * @param seed the same seed and runs give the same result
   */
  public Result simulate(Kind kind, double nightsOverForks, int campaigns, long seed) {
    double nightSigma = kind == Kind.ONE_NIGHT ? 0 : nightsOverForks * sigma;
    Nights nights =
        switch (kind) {
          case ONE_NIGHT -> new Nights.One();
          case UNKNOWN -> new Nights.Unknown(Duration.ofDays(1));
          case STATED -> new Nights.Stated(Duration.ofDays(1), nightSigma);
        };
    RandomGenerator random = new SplittableRandom(seed);
    long forksAlone = 0;
    long alone = 0;
    long same = 0;
    int withAny = 0;
    for (int c = 0; c < campaigns; c++) {
      List<ForkRatio> ratios = new ArrayList<>();
      for (double[] recorded : cells) {
        double[] base = night(recorded, nightSigma, random);
        double[] other = night(recorded, nightSigma, random);
        ratios.add(ForkRatio.independent(base, other, nights.uncertainty()));
        ForkRatio byForks = ForkRatio.independent(base, other, 0);
        forksAlone += different(new Judge(new Nights.One(), ALPHA).verdict(byForks)) ? 1 : 0;
      }
      Judge single = new Judge(nights, ALPHA);
      Judge judge = Judge.of(nights, ratios);
      alone += ratios.stream().filter(ratio -> different(single.verdict(ratio))).count();
      same += ratios.stream().filter(ratio -> judge.verdict(ratio) == Verdict.SAME).count();
      withAny += ratios.stream().anyMatch(ratio -> different(judge.verdict(ratio))) ? 1 : 0;
    }
    return new Result(
        kind,
        nightsOverForks,
        (long) campaigns * cells.size(),
        forksAlone,
        alone,
        campaigns,
        withAny,
        same);
  }

  private static boolean different(Verdict verdict) {
    return verdict == Verdict.BETTER || verdict == Verdict.WORSE;
  }

  private double[] night(double[] recorded, double nightSigma, RandomGenerator random) {
    double shift = nightSigma * random.nextGaussian();
    double spread = deviation(recorded);
    double[] values = new double[forks];
    for (int i = 0; i < forks; i++) {
      double jitter = JITTER * spread * random.nextGaussian();
      values[i] = Math.exp(shift + recorded[random.nextInt(recorded.length)] + jitter);
    }
    return values;
  }

  private static double deviation(double[] values) {
    return Math.sqrt(ForkRatio.variance(values));
  }
}
