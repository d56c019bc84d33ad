package assay.core.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a fork is told beside its cell, handed over as system properties; each has a default, so
 * that JMH's own command line works without them.
 *
 * @param seed what inputs, weights and batches are drawn from
 * @param threads host threads, at least 1
 * @param dataFolder folder of the full data set, where one was named
 * @param report where the fork writes its {@link ForkReport}; empty if nobody reads it
 * @param limitSeconds time after which the fork gives itself up
 * @param trainingWarmupSteps steps of training that are not counted
 * @param thorough whether checks that say the same of every fork are made: in the first fork of a
 *     cell
 * @param weights where a training fork writes the weights it ended with, if asked
 * @param sampler socket of the run's sampler; empty where nothing is sampled
 * @param exemplar {@link assay.core.device.Device#DEVICE_UUID_HASH} of the device that the cell is
 *     of; empty where any will do
 */
record ForkSettings(
    long seed,
    int threads,
    Optional<Path> dataFolder,
    Optional<Path> report,
    long limitSeconds,
    int trainingWarmupSteps,
    boolean thorough,
    Optional<Path> weights,
    Optional<Path> sampler,
    Optional<String> exemplar) {
  static final long DEFAULT_SEED = 42;
  private static final long DEFAULT_LIMIT_SECONDS = 3600;
  private static final int DEFAULT_WARMUP_STEPS = 20;
  private static final String PREFIX = "assay.fork.";

  static ForkSettings ofSystemProperties() {
    return new ForkSettings(
        number("seed", DEFAULT_SEED),
        (int) number("threads", Runtime.getRuntime().availableProcessors()),
        path("data"),
        path("report"),
        number("limitSeconds", DEFAULT_LIMIT_SECONDS),
        (int) number("trainingWarmupSteps", DEFAULT_WARMUP_STEPS),
        Boolean.parseBoolean(System.getProperty(PREFIX + "thorough", "true")),
        path("weights"),
        path("sampler"),
        Optional.ofNullable(System.getProperty(PREFIX + "exemplar")));
  }

  private static long number(String name, long otherwise) {
    String value = System.getProperty(PREFIX + name);
    try {
      return value == null ? otherwise : Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "-D" + PREFIX + name + "=" + value + " must be a whole number", e);
    }
  }

  private static Optional<Path> path(String name) {
    return Optional.ofNullable(System.getProperty(PREFIX + name)).map(Path::of);
  }

  /**
   * These settings for one fork: with its report, thorough if it is the first of its cell, and with
   * the device that it must find.
   */
  ForkSettings forFork(
      Path reportFile,
      boolean first,
      Optional<Path> samplerSocket,
      Optional<String> deviceExemplar) {
    return new ForkSettings(
        seed,
        threads,
        dataFolder,
        Optional.of(reportFile),
        limitSeconds,
        trainingWarmupSteps,
        first,
        weights,
        samplerSocket,
        deviceExemplar);
  }

  /** The arguments that give a JVM these settings. */
  List<String> toJvmArgs() {
    List<String> args = new ArrayList<>();
    args.add("-D" + PREFIX + "seed=" + seed);
    args.add("-D" + PREFIX + "threads=" + threads);
    args.add("-D" + PREFIX + "limitSeconds=" + limitSeconds);
    args.add("-D" + PREFIX + "trainingWarmupSteps=" + trainingWarmupSteps);
    args.add("-D" + PREFIX + "thorough=" + thorough);
    dataFolder.ifPresent(p -> args.add("-D" + PREFIX + "data=" + p));
    report.ifPresent(p -> args.add("-D" + PREFIX + "report=" + p));
    weights.ifPresent(p -> args.add("-D" + PREFIX + "weights=" + p));
    sampler.ifPresent(p -> args.add("-D" + PREFIX + "sampler=" + p));
    exemplar.ifPresent(e -> args.add("-D" + PREFIX + "exemplar=" + e));
    return args;
  }
}
