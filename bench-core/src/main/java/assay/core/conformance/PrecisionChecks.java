package assay.core.conformance;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.UnsupportedProgramException;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * What a target must do in any precision, also one in which no network is trained by itself:
 * products, convolutions, elementwise operations, and the workloads. Programs that the target does
 * not support are skipped; {@link #executed} counts the rest.
 */
public final class PrecisionChecks {
  private static final long SEED = 20_261_122;

  private final Target target;
  private final Precision precision;
  private final BiConsumer<Program, Executable> also;
  private int executed;
  private int skipped;

  /** Checks of a target in any precision. */
  public PrecisionChecks(Target target, Precision precision) {
    this(target, precision, (program, executable) -> {});
  }

  /**
   * The same with an observer.
   *
   * @param also called with every program that passed and its executable
   */
  public PrecisionChecks(Target target, Precision precision, BiConsumer<Program, Executable> also) {
    this.target = target;
    this.precision = precision;
    this.also = also;
  }

  /** All transposes, α, β, batches, and extents around tile edges and vector widths. */
  public void products() {
    Random random = new Random(SEED);
    long[] extents = {1, 7, 8, 16, 31, 32, 63, 64, 65, 96, 128, 129};
    for (int i = 0; i < 48; i++) {
      long m = extents[random.nextInt(extents.length)];
      long n = extents[random.nextInt(extents.length)];
      long k = extents[random.nextInt(extents.length)];
      long batch = i % 3 == 0 ? 1 + random.nextInt(3) : 0;
      verify(product(m, n, k, batch, i % 4 / 2 == 1, i % 2 == 1, i % 5 < 2, DataType.F64));
    }
  }

  /** Few tiles and a long k: partial sums are added up (split-k). */
  public void splitProducts() {
    verify(product(5, 3, 4097, 0, false, false, false, DataType.F64));
    verify(product(33, 65, 2048, 0, false, true, true, DataType.F64));
    verify(product(17, 9, 3001, 2, true, false, true, DataType.F64));
    if (precision == Precision.BF16 || precision == Precision.F16) {
      verify(product(33, 65, 2048, 0, true, true, true, DataType.F32));
    }
  }

  /** Extents in multiples of 16 bytes around the edges of large tiles, as fast kernels need. */
  public void alignedProducts() {
    Random random = new Random(SEED);
    long[] extents = {16, 64, 112, 128, 144, 256, 272, 400};
    long[] depths = {16, 112, 144, 400, 1040};
    for (int i = 0; i < 24; i++) {
      long m = extents[random.nextInt(extents.length)];
      long n = extents[random.nextInt(extents.length)];
      long k = depths[random.nextInt(depths.length)];
      long batch = i % 6 == 0 ? 2 : 0;
      verify(product(m, n, k, batch, i % 4 / 2 == 1, i % 2 == 1, i % 5 < 2, DataType.F64));
    }
  }

  /** Many rows and columns, with extents that are no multiple of any tile or vector. */
  public void largeProducts() {
    verify(product(515, 521, 37, 0, false, false, true, DataType.F64));
    verify(product(513, 640, 70, 2, true, false, false, DataType.F64));
    verify(product(520, 517, 33, 0, true, true, false, DataType.F64));
  }

  /**
   * @param batch 0: matrices without a batch
   * @param result F64 stands for the precision's own result type
   */
  private Program product(
      long m,
      long n,
      long k,
      long batch,
      boolean transposeA,
      boolean transposeB,
      boolean scaled,
      DataType result) {
    DataType out = result == DataType.F64 ? precision.output() : result;
    ProgramBuilder p = Program.builder("product");
    Tensor a =
        p.input("a", matrix(batch, transposeA ? k : m, transposeA ? m : k), precision.input());
    Tensor b =
        p.input("b", matrix(batch, transposeB ? n : k, transposeB ? k : n), precision.input());
    double alpha = !scaled ? 1 : precision == Precision.S8 ? 3 : 0.75;
    double beta = !scaled ? 0 : precision == Precision.S8 ? -2 : -1.3;
    Optional<Tensor> c =
        scaled ? Optional.of(p.input("c", matrix(batch, m, n), out)) : Optional.empty();
    p.output(p.matMul(a, b, c, alpha, beta, transposeA, transposeB, out));
    return p.build();
  }

  private static Shape matrix(long batch, long rows, long columns) {
    return batch == 0 ? Shape.of(rows, columns) : Shape.of(batch, rows, columns);
  }

  /**
   * Forward, backward-input and backward-filter, with channels that are and are not a multiple of
   * 16 bytes; bias and ReLU.
   */
  public void convolutions() {
    for (long channels : new long[] {1, 3, 8, 16, 32}) {
      for (Window2d window : List.of(Window2d.of(1, 1), new Window2d(3, 2, 2, 1, 1, 0))) {
        ProgramBuilder p = Program.builder("convolution");
        Tensor x = p.input("x", Shape.of(2, 9, 11, channels), precision.input());
        Shape filters = Shape.of(2 * channels + 8, window.height(), window.width(), channels);
        Tensor w = p.input("w", filters, precision.input());
        Tensor bias = p.input("bias", Shape.of(filters.dim(0)), precision.input());
        Tensor y = p.relu(p.biasAdd(p.conv2d(x, w, window), bias));
        Tensor dy = p.input("dy", y.shape(), precision.input());
        p.output(y).output(p.conv2dBackwardInput(dy, w, x.shape(), window));
        p.output(p.conv2dBackwardFilter(x, dy, window));
        verify(p.build());
      }
    }
  }

  /** Several output tiles in each direction, with channels in multiples of 16 bytes. */
  public void alignedConvolutions() {
    for (Window2d window : List.of(Window2d.of(1, 1), new Window2d(3, 3, 2, 1, 1, 1))) {
      ProgramBuilder p = Program.builder("convolution");
      Tensor x = p.input("x", Shape.of(2, 13, 11, 136), precision.input());
      Shape filters = Shape.of(144, window.height(), window.width(), 136);
      Tensor w = p.input("w", filters, precision.input());
      Tensor y = p.conv2d(x, w, window);
      Tensor dy = p.input("dy", y.shape(), precision.input());
      p.output(y).output(p.conv2dBackwardInput(dy, w, x.shape(), window));
      p.output(p.conv2dBackwardFilter(x, dy, window));
      verify(p.build());
    }
  }

  /** Elementwise operations on each stored type; sizes with and without a vector tail. */
  public void pointwise() {
    DataType type = precision.input();
    for (long n : new long[] {1, 3, 64, 1021}) {
      ProgramBuilder p = Program.builder("pointwise");
      Tensor x = p.input("x", Shape.of(2, n), type);
      Tensor y = p.input("y", Shape.of(2, n), type);
      Tensor bias = p.input("bias", Shape.of(n), type);
      p.output(p.copy(x)).output(p.add(x, y)).output(p.triad(x, y, 0.4)).output(p.biasAdd(x, bias));
      Tensor positive = p.relu(x);
      p.output(positive).output(p.reluGrad(y, positive)).output(p.biasGrad(y));
      p.output(p.cast(x, type == DataType.F32 ? DataType.F16 : DataType.F32));
      verify(p.build());
    }
  }

  /** The memory and peak workloads in their smallest forms. */
  public void workloads() {
    for (String id :
        List.of(
            "memory/read,kib=64",
            "memory/copy,kib=64",
            "memory/triad,kib=64",
            "peak/fma,elements=99")) {
      verify(Workloads.parse(id).program(precision));
    }
  }

  /** Chains of products on matrix units, on values whose sums are exactly representable. */
  public void matrixChains() {
    for (String id : List.of("peak/matrix,tiles=1,steps=1", "peak/matrix,tiles=37,steps=301")) {
      Workload.Kernel workload = (Workload.Kernel) Workloads.parse(id);
      Program program = workload.program(precision);
      verify(program, workload.inputs(program, SEED));
    }
  }

  /** Number of programs that the target has run so far. */
  public int executed() {
    return executed;
  }

  /** Number of programs skipped so far because the target does not support them. */
  public int skipped() {
    return skipped;
  }

  private void verify(Program program) {
    Map<Tensor, HostTensor> given = RandomPrograms.values(program, SEED);
    if (precision == Precision.S8) {
      given.values().forEach(PrecisionChecks::spread);
    }
    verify(program, given);
  }

  private void verify(Program program, Map<Tensor, HostTensor> given) {
    if (target.unsupported(program, precision).isPresent()) {
      skipped++;
      return;
    }
    Executable compiled;
    try {
      compiled = target.compile(program, precision, new Target.Options(1));
    } catch (UnsupportedProgramException e) {
      skipped++;
      return;
    }
    executed++;
    try (Executable run = compiled) {
      given.values().forEach(run::write);
      program.outputs().forEach(output -> run.write(HostTensor.allocate(output).poison()));
      run.execute();
      Map<Tensor, HostTensor> results = new HashMap<>();
      program.outputs().forEach(t -> results.put(t, run.read(t)));
      Verdict verdict =
          Verifier.verify(
              program,
              new ErrorModel(precision, run.accumulatorBits()),
              given,
              results,
              false,
              SEED);
      if (!verdict.passed()) {
        throw new AssertionError("seed " + SEED + ", " + program.ops() + ": " + verdict.message());
      }
      also.accept(program, run);
    }
  }

  /** The whole range of 8-bit integers. */
  private static void spread(HostTensor host) {
    Random random = new Random(SEED + host.elements());
    for (long i = 0; i < host.elements(); i++) {
      host.set(i, random.nextInt(256) - 128);
    }
  }
}
