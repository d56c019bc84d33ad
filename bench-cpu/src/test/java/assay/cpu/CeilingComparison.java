package assay.cpu;

import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import assay.core.stats.Interval;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Measures the ceilings {@code peak/fma} and {@code memory/*} of the CPU targets against loops that
 * gcc compiled ({@code src/test/c/ceilings.c}), turn about in one process, and prints the median of
 * the pairs' ratios with its interval. A ceiling that C exceeds by more than 5 % is none. A
 * measurement, not a test: {@code ./assay compare-c} runs it, on a machine that does nothing else.
 *
 * <p>Arguments: {@code file=FILE}, to which each result is appended and whose results are not
 * measured again ({@code compare-c.tsv}); {@code pairs=N} (20); {@code millis=N} a reading (100);
 * {@code threads=N,…} (1 and all); {@code kib=N,…} working sets (24, 384, 6144, 524288).
 */
@SuppressWarnings("restricted") // Loads and calls the library that it has just built.
public final class CeilingComparison {
  private static final double GOAL = 0.95;
  private static final int WARM_UP_PAIRS = 3;
  private static final long WARM_UP_NANOS = 2_000_000_000;
  private static final long SETTLE_NANOS = 60_000_000;
  private static final double CLOCK_SECONDS = 1e-4;
  private static final long SEED = 20261129;
  private static final List<String> KERNELS = List.of("read", "copy", "triad");

  private final int pairs;
  private final double seconds;
  private final Path file;
  private final PrintStream out = System.out;
  private final Random random = new Random(SEED);
  private final SymbolLookup library;
  private final int vectorBytes;

  /** A ceiling on a target with so many threads. */
  private record Ceiling(String workload, String target, Precision precision, int threads) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%s\t%s\t%s\t%d", workload, target, precision.id(), threads);
    }

    String type() {
      return precision == Precision.F64 ? "double" : "float";
    }
  }

  /** Work per second of one reading. */
  @FunctionalInterface
  private interface Reading {
    double rate();
  }

  private CeilingComparison(SymbolLookup library, Path file, int pairs, double seconds) {
    this.library = library;
    this.file = file;
    this.pairs = pairs;
    this.seconds = seconds;
    this.vectorBytes =
        (int) call(handle("peer_vector_bytes", FunctionDescriptor.of(ValueLayout.JAVA_INT)));
  }

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> given =
        Arrays.stream(arguments)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    Path file = Path.of(given.getOrDefault("file", "compare-c.tsv"));
    int pairs = Integer.parseInt(given.getOrDefault("pairs", "20"));
    int processors = Runtime.getRuntime().availableProcessors();
    List<Integer> threads =
        numbers(given.getOrDefault("threads", processors == 1 ? "1" : "1," + processors));
    List<Integer> kib = numbers(given.getOrDefault("kib", "24,384,6144,524288"));
    Path folder = Files.createTempDirectory("assay-ceilings");
    try (Arena arena = Arena.ofShared()) {
      Path compiled = folder.resolve("ceilings.so");
      String unavailable =
          compile(
              Path.of(given.getOrDefault("source", "bench-cpu/src/test/c/ceilings.c")), compiled);
      if (unavailable != null) {
        System.out.println("UNAVAILABLE: " + unavailable);
        return;
      }
      CeilingComparison comparison =
          new CeilingComparison(
              SymbolLookup.libraryLookup(compiled, arena),
              file,
              pairs,
              1e-3 * Integer.parseInt(given.getOrDefault("millis", "100")));
      comparison.all(threads, kib);
    } finally {
      Files.deleteIfExists(folder.resolve("ceilings.so"));
      Files.deleteIfExists(folder);
    }
  }

  private static List<Integer> numbers(String list) {
    return Arrays.stream(list.split(",", -1)).map(Integer::valueOf).toList();
  }

  /** Why there is no library, or null. */
  private static @Nullable String compile(Path source, Path library) throws InterruptedException {
    List<String> command =
        List.of(
            "gcc",
            "-O3",
            "-march=native",
            "-mprefer-vector-width=512",
            "-ffp-contract=fast",
            "-fno-tree-loop-distribute-patterns",
            "-shared",
            "-fPIC",
            "-pthread",
            source.toString(),
            "-o",
            library.toString());
    boolean x86 = System.getProperty("os.arch").equals("amd64");
    try {
      Process gcc =
          new ProcessBuilder(
                  command.stream().filter(each -> x86 || !each.startsWith("-mprefer")).toList())
              .redirectErrorStream(true)
              .start();
      String message = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return gcc.waitFor() == 0 ? null : "gcc could not compile " + source + ": " + message.strip();
    } catch (IOException e) {
      return "gcc was not found (" + e.getMessage() + "); install it to check the ceilings";
    }
  }

  private void all(List<Integer> threads, List<Integer> kib) throws IOException {
    if ((int) call(handle("peer_fuses", FunctionDescriptor.of(ValueLayout.JAVA_INT))) == 0) {
      out.println("gcc does not fuse multiply and add for this processor: peak/fma is no peer");
    }
    List<Ceiling> ceilings = new ArrayList<>();
    for (int team : threads) {
      for (Ceiling each :
          List.of(
              new Ceiling("peak/fma", "cpu-simd", Precision.F32, team),
              new Ceiling("peak/fma", "cpu-simd", Precision.F64, team))) {
        ceilings.add(each);
        String target = each.precision() == Precision.F64 ? "cpu-scalar" : each.target();
        for (String kernel : KERNELS) {
          for (int size : kib) {
            String workload = "memory/" + kernel + ",kib=" + size;
            ceilings.add(new Ceiling(workload, target, each.precision(), team));
          }
        }
      }
    }
    List<String> done = Files.exists(file) ? Files.readAllLines(file) : List.of();
    out.println("workload\ttarget\tprecision\tthreads\tours\tC\tours ÷ C\t95 % interval\tgoal");
    for (Ceiling ceiling : ceilings) {
      String before =
          done.stream().filter(line -> line.startsWith(ceiling + "\t")).findFirst().orElse(null);
      if (before != null) {
        out.println(before);
        continue;
      }
      String line = ceiling + "\t" + compare(ceiling);
      out.println(line);
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private String compare(Ceiling ceiling) {
    Target target = Targets.byId(ceiling.target()).orElseThrow();
    Workload.Kernel workload =
        ((Workload.Kernel) Workloads.parse(ceiling.workload())).sizedFor(ceiling.threads());
    Program program = workload.program(ceiling.precision());
    Map<Tensor, HostTensor> inputs = workload.inputs(program, SEED);
    try (Executable executable =
        target.compile(program, ceiling.precision(), new Target.Options(ceiling.threads()))) {
      inputs.values().forEach(executable::write);
      double work =
          Objects.requireNonNull(workload.work(ceiling.precision()).amount(workload.rate()));
      Reading ours = () -> ours(executable, work);
      Reading peer =
          ceiling.workload().startsWith("peak") ? fma(ceiling) : memory(ceiling, program);
      double[][] rates = measured(ours, peer);
      Tensor result = program.outputs().getFirst();
      Verdict verdict =
          Verifier.verify(
              program, ceiling.precision(), inputs, Map.of(result, executable.read(result)), SEED);
      return verdict.passed() ? line(rates) : "wrong output, so no figure: " + verdict.message();
    }
  }

  private double[][] measured(Reading ours, Reading peer) {
    double[][] rates = new double[2][pairs];
    // Until the JIT has compiled it.
    long end = System.nanoTime() + WARM_UP_NANOS;
    while (System.nanoTime() < end) {
      ours.rate();
    }
    for (int i = -WARM_UP_PAIRS; i < pairs; i++) {
      boolean first = random.nextBoolean();
      double one = settled(first ? ours : peer);
      double other = settled(first ? peer : ours);
      if (i >= 0) {
        rates[0][i] = first ? one : other;
        rates[1][i] = first ? other : one;
      }
    }
    return rates;
  }

  /** Threads of the one before may still spin. */
  private static double settled(Reading reading) {
    LockSupport.parkNanos(SETTLE_NANOS);
    return reading.rate();
  }

  private String line(double[][] rates) {
    double[] ratios = new double[pairs];
    Arrays.setAll(ratios, i -> rates[0][i] / rates[1][i]);
    Interval interval = MedianInterval.of(ratios).toOptional().orElse(null);
    String goal =
        interval == null
            ? "too few pairs"
            : interval.low() >= GOAL ? "met" : interval.high() < GOAL ? "MISSED" : "not decided";
    return String.format(
        Locale.ROOT,
        "%.4g\t%.4g\t%.3f\t%s\t%s",
        Quantiles.median(rates[0]),
        Quantiles.median(rates[1]),
        Quantiles.median(ratios),
        interval == null
            ? "–"
            : String.format(Locale.ROOT, "%.3f to %.3f", interval.low(), interval.high()),
        goal);
  }

  /** Looks at the clock now and then: an execution may take no longer than that. */
  private double ours(Executable executable, double work) {
    long begin = System.nanoTime();
    long executions = 0;
    long batch = 1;
    double elapsed;
    do {
      for (long i = 0; i < batch; i++) {
        executable.execute();
      }
      executions += batch;
      elapsed = 1e-9 * (System.nanoTime() - begin);
      batch = Math.max(1, (long) (executions * CLOCK_SECONDS / elapsed));
    } while (elapsed < seconds);
    return work * executions / elapsed;
  }

  private Reading fma(Ceiling ceiling) {
    MethodHandle handle =
        handle(
            ceiling.type() + "_fma",
            FunctionDescriptor.of(
                ValueLayout.JAVA_DOUBLE,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_DOUBLE,
                ValueLayout.JAVA_DOUBLE));
    int threads = ceiling.threads();
    double work = 2.0 * 12 * vectorBytes / ceiling.precision().input().bytes() * threads;
    double multiplier = 1 - 0x1p-12;
    return repeated(n -> (double) call(handle, threads, n, multiplier, 0x1p-13), work);
  }

  private Reading memory(Ceiling ceiling, Program program) {
    MethodHandle handle =
        handle(
            ceiling.type() + "_memory",
            FunctionDescriptor.of(
                ValueLayout.JAVA_DOUBLE,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG));
    String name = ceiling.workload();
    int kind = KERNELS.indexOf(name.substring("memory/".length(), name.indexOf(',')));
    int threads = ceiling.threads();
    long elements = program.inputs().getFirst().elements();
    double bytes = (double) (kind + 1) * elements * ceiling.precision().input().bytes();
    return repeated(n -> (double) call(handle, kind, threads, elements, n), bytes);
  }

  /** Seconds for so many repetitions. */
  @FunctionalInterface
  private interface Timed {
    double seconds(long repeats);
  }

  /** As many repetitions as a reading lasts. */
  private Reading repeated(Timed timed, double work) {
    long repeats = 1;
    double once = timed.seconds(repeats);
    while (once >= 0 && once < seconds / 4) {
      repeats *= 2;
      once = timed.seconds(repeats);
    }
    if (once < 0) {
      throw new IllegalStateException("the C loop lacks memory");
    }
    long enough = Math.max(1, Math.round(repeats * seconds / once));
    return () -> work * enough / timed.seconds(enough);
  }

  private MethodHandle handle(String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
  }

  private static Object call(MethodHandle handle, Object... arguments) {
    try {
      return handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
