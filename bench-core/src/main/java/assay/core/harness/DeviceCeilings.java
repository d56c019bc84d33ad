package assay.core.harness;

import assay.core.availability.Availability.Available;
import assay.core.device.CacheLevel;
import assay.core.device.Device;
import assay.core.profile.ForkProfile.Ceiling;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.record.Series;
import assay.core.spi.Target;
import assay.core.spi.TargetException;
import assay.core.workload.Workload;
import assay.core.workload.WorkloadException;
import assay.core.workload.Workloads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The programs that show what a device can do at most: arithmetic, and memory on working sets of
 * every size. Each kind is computed by whichever target of the device is fastest at it: a roof by a
 * slow kernel would be too low.
 */
final class DeviceCeilings {
  private static final List<String> ARITHMETIC = List.of("peak/fma", "peak/matrix");
  private static final List<String> MEMORY = List.of("read", "copy", "triad");

  /** The smallest programs that there are, the smaller first. */
  private static final List<String> LAUNCHES =
      List.of("memory/copy,kib=1", "gemm/m=1,n=1,k=1", "gemm/m=16,n=16,k=16");

  private static final long KIB = 1024;

  /** Working sets: from a core's nearest cache to beyond all caches, KiB. */
  private static final long MIN_KIB = 16;

  private static final long MAX_KIB = 256 * KIB;
  private static final long STEP = 4;

  /** What takes longer is no ceiling of any device worth a profile, s. */
  private static final double MAX_SECONDS = 2;

  /** A candidate's time, so that most of its code is compiled, s. */
  private static final double TRIAL_SECONDS = 0.15;

  /** The working set on which targets' memory kernels are tried, KiB. */
  private static final long TRIAL_KIB = 256;

  private final List<Target> targets;
  private final Device device;
  private final Precision precision;
  private final Target.Options options;
  private final long seed;
  private final List<Measure> measures = new ArrayList<>();

  /**
   * What is timed.
   *
   * @param work of an execution, FLOP or B
   * @param by the target that computes it
   */
  private record Measure(
      String workload, Ceiling.Kind kind, int level, long work, Target by, TimedProgram program) {}

  /**
   * Compiles nothing yet.
   *
   * @param targets of the device, first the one that is profiled
   */
  DeviceCeilings(
      List<Target> targets, Device device, Precision precision, Target.Options options, long seed) {
    this.targets = targets;
    this.device = device;
    this.precision = precision;
    this.options = options;
    this.seed = seed;
  }

  /**
   * Compiles all ceilings.
   *
   * @return what is to be timed and closed by the caller
   */
  List<TimedProgram> compile() {
    ARITHMETIC.forEach(id ->
        fastest(id, Ceiling.Kind.COMPUTE).ifPresent(by -> add(by, id, Ceiling.Kind.COMPUTE, 0)));
    Map<String, Optional<Target>> fastest =
        MEMORY.stream()
            .collect(
                Collectors.toMap(
                    kernel -> kernel,
                    kernel -> fastest(memory(kernel, TRIAL_KIB), Ceiling.Kind.MEMORY)));
    for (long kib = MIN_KIB; kib <= MAX_KIB; kib *= STEP) {
      int level = level(kib * KIB);
      // One is enough to tell the bandwidth of memory, where all are alike.
      for (String kernel : kib == MAX_KIB ? List.of("triad") : MEMORY) {
        String id = memory(kernel, kib);
        Objects.requireNonNull(fastest.get(kernel))
            .ifPresent(by -> add(by, id, Ceiling.Kind.MEMORY, level));
      }
    }
    return measures.stream().map(Measure::program).toList();
  }

  /** What they reached, by workload and target. */
  Map<String, Ceiling> reached() {
    Map<String, Ceiling> reached = new TreeMap<>();
    for (Measure measure : measures) {
      double[] rates =
          Arrays.stream(measure.program().series().toArray())
              .map(s -> measure.work() / s)
              .toArray();
      long bytes =
          measure.kind() == Ceiling.Kind.MEMORY ? measure.program().program().fusedBytes() : 0;
      reached.put(
          measure.workload() + " on " + measure.by().id(),
          new Ceiling(measure.kind(), measure.by().id(), bytes, measure.level(), Series.of(rates)));
    }
    return reached;
  }

  /**
   * The smallest program that the target has; empty if it has none that says what a launch takes.
   */
  Optional<TimedProgram> launch(Target target) {
    return LAUNCHES.stream().flatMap(id -> program(target, id).stream()).findFirst();
  }

  /** The nearest cache level that holds as much, 0 if none does or none is known. */
  private int level(long bytes) {
    return targets.getFirst().caches() instanceof Available<List<CacheLevel>>(var levels)
        ? levels.stream()
            .filter(l -> bytes <= Math.min(l.totalBytes(), l.bytes() * options.threads()))
            .mapToInt(CacheLevel::level)
            .findFirst()
            .orElse(0)
        : 0;
  }

  private static String memory(String kernel, long kib) {
    return "memory/" + kernel + ",kib=" + kib;
  }

  private void add(Target by, String id, Ceiling.Kind kind, int level) {
    program(by, id)
        .ifPresent(found -> {
          long work = work(found.program(), kind);
          measures.add(new Measure(id, kind, level, work, by, found));
        });
  }

  private static long work(Program program, Ceiling.Kind kind) {
    return kind == Ceiling.Kind.COMPUTE ? program.flops() : program.bytes();
  }

  /** The target that gets most of it done in a second; empty if none has it. */
  private Optional<Target> fastest(String id, Ceiling.Kind kind) {
    Map<Target, Double> rates = new LinkedHashMap<>();
    for (Target by : targets) {
      program(by, id)
          .ifPresent(found -> {
            try (found) {
              found.warmUp(TRIAL_SECONDS);
              rates.put(by, work(found.program(), kind) / found.batch());
            }
          });
    }
    return rates.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }

  /** In the profiled precision, or in f32 if it is memory that is measured. */
  private Optional<TimedProgram> program(Target by, String id) {
    Workload.Kernel kernel = (Workload.Kernel) Workloads.parse(id);
    List<Precision> precisions =
        kernel.family().equals("memory") && precision != Precision.F32
            ? List.of(precision, Precision.F32)
            : List.of(precision);
    for (Precision number : precisions) {
      try {
        Workload.Kernel sized = kernel.sizedFor(by.parallelUnits(device, options));
        Program body = sized.program(number);
        if (by.unsupported(body, number).isEmpty()) {
          TimedProgram program =
              new TimedProgram(
                  body, number, by.compile(body, number, options), sized.inputs(body, seed));
          long start = System.nanoTime();
          program.execute();
          if ((System.nanoTime() - start) * TimedProgram.NANOS <= MAX_SECONDS) {
            return Optional.of(program);
          }
          program.close();
        }
      } catch (WorkloadException | TargetException e) {
        // Another precision, or another target of the device, may have this ceiling.
      }
    }
    return Optional.empty();
  }
}
