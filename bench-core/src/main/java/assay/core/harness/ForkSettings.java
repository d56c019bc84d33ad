package assay.core.harness;

import assay.core.workload.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fork's settings besides its cell, passed as system properties; each has a default, so that
 * JMH's own command line works without them.
 *
 * @param seed the run's seed
 * @param fork number of the fork within its cell, from 0
 * @param threads host threads, at least 1
 * @param dataFolder folder of the full data set, if given
 * @param report where the fork writes its {@link ForkMessage}; empty if it is not read
 * @param limitSeconds time after which the fork aborts itself, in s
 * @param trainingWarmupSteps training steps that are not counted
 * @param thorough whether to run checks that would give the same result in every fork: in a cell's
 *     first fork
 * @param weights where a training fork writes its final weights, if requested
 * @param sampler socket of the run's sampler; empty if nothing is sampled
 * @param deviceUuidHash {@link assay.core.device.Device#DEVICE_UUID_HASH} of the cell's device;
 *     empty if any device is accepted
 */
record ForkSettings(
    long seed,
    int fork,
    int threads,
    Optional<Path> dataFolder,
    Optional<Path> report,
    long limitSeconds,
    int trainingWarmupSteps,
    boolean thorough,
    Optional<Path> weights,
    Optional<Path> sampler,
    Optional<String> deviceUuidHash) {
  static final long DEFAULT_SEED = 42;
  private static final long DEFAULT_LIMIT_SECONDS = 3600;
  private static final int DEFAULT_WARMUP_STEPS = 20;
  private static final String PREFIX = "assay.fork.";

  static ForkSettings ofSystemProperties() {
    return new ForkSettings(
        number("seed", DEFAULT_SEED),
        (int) number("fork", 0),
        (int) number("threads", Runtime.getRuntime().availableProcessors()),
        path("data"),
        path("report"),
        number("limitSeconds", DEFAULT_LIMIT_SECONDS),
        (int) number("trainingWarmupSteps", DEFAULT_WARMUP_STEPS),
        Boolean.parseBoolean(System.getProperty(PREFIX + "thorough", "true")),
        path("weights"),
        path("sampler"),
        Optional.ofNullable(System.getProperty(PREFIX + "deviceUuidHash")));
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
   * The seed of everything that a fork draws. A training run is determined by its seed, so that
   * forks of one seed would be one training run repeated: each has its own, the run's seed plus the
   * number of the fork. Kernels compute on the same values in every fork.
   */
  long seedOf(Workload workload) {
    return switch (workload) {
      case Workload.Training _ -> seed + fork;
      case Workload.Kernel _ -> seed;
    };
  }

  /**
   * These settings for one fork: with its number, its message file and its device, and thorough if
   * it is the cell's first.
   */
  ForkSettings forFork(
      int number, Path reportFile, Optional<Path> samplerSocket, Optional<String> device) {
    return new ForkSettings(
        seed,
        number,
        threads,
        dataFolder,
        Optional.of(reportFile),
        limitSeconds,
        trainingWarmupSteps,
        number == 0,
        weights,
        samplerSocket,
        device);
  }

  /** The argument that sets only the number of threads; all else has its default. */
  static String threadsArg(int threads) {
    return "-D" + PREFIX + "threads=" + threads;
  }

  /** The arguments that give a JVM these settings. */
  List<String> toJvmArgs() {
    List<String> args = new ArrayList<>();
    args.add("-D" + PREFIX + "seed=" + seed);
    args.add("-D" + PREFIX + "fork=" + fork);
    args.add(threadsArg(threads));
    args.add("-D" + PREFIX + "limitSeconds=" + limitSeconds);
    args.add("-D" + PREFIX + "trainingWarmupSteps=" + trainingWarmupSteps);
    args.add("-D" + PREFIX + "thorough=" + thorough);
    dataFolder.ifPresent(p -> args.add("-D" + PREFIX + "data=" + p));
    report.ifPresent(p -> args.add("-D" + PREFIX + "report=" + p));
    weights.ifPresent(p -> args.add("-D" + PREFIX + "weights=" + p));
    sampler.ifPresent(p -> args.add("-D" + PREFIX + "sampler=" + p));
    deviceUuidHash.ifPresent(e -> args.add("-D" + PREFIX + "deviceUuidHash=" + e));
    return args;
  }
}
