package assay.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.conformance.RandomPrograms;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products and convolutions of random extents around those of the tiles, against the oracle. */
class RaggedShapesTest {
  /** Extents beside the tiles' 64 and the multipliers' 8 and 16, and small ones. */
  private static final int[] EXTENTS = {1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 127, 129};

  private static final long SEED = 20261122;

  private final Random random = new Random(SEED);

  private long extent() {
    return EXTENTS[random.nextInt(EXTENTS.length)];
  }

  private static void verify(Target target, Program program, Precision precision, int number) {
    Map<Tensor, HostTensor> given = RandomPrograms.values(program, SEED + number);
    Target.Options options = new Target.Options(1);
    try (Executable run = target.compile(program, precision, options)) {
      given.values().forEach(run::write);
      program.outputs().forEach(t -> run.write(HostTensor.allocate(t).poison()));
      run.execute();
      Map<Tensor, HostTensor> results = new HashMap<>();
      program.outputs().forEach(t -> results.put(t, run.read(t)));
      Verdict verdict = Verifier.verify(program, precision, given, results, SEED);
      assertThat(verdict.passed())
          .as("seed %d, shape %d, %s: %s", SEED, number, program.ops(), verdict.message())
          .isTrue();
    }
  }

  private Program product(Precision precision) {
    long m = extent();
    long n = extent();
    long k = extent();
    boolean ta = random.nextBoolean();
    boolean tb = random.nextBoolean();
    boolean scaled = precision == Precision.F32 && random.nextBoolean();
    ProgramBuilder p = Program.builder("product");
    Tensor a = p.input("a", ta ? Shape.of(k, m) : Shape.of(m, k), precision.input());
    Tensor b = p.input("b", tb ? Shape.of(n, k) : Shape.of(k, n), precision.input());
    Optional<Tensor> c =
        scaled ? Optional.of(p.input("c", Shape.of(m, n), precision.output())) : Optional.empty();
    p.output(p.matMul(a, b, c, scaled ? -0.7 : 1, scaled ? 1.9 : 0, ta, tb, precision.output()));
    return p.build();
  }

  private Program convolution() {
    int height = 1 + random.nextInt(4);
    int width = 1 + random.nextInt(4);
    Window2d window =
        new Window2d(
            height,
            width,
            1 + random.nextInt(3),
            1 + random.nextInt(3),
            random.nextInt(height),
            random.nextInt(width));
    long channels = EXTENTS[random.nextInt(8)];
    long filters = EXTENTS[random.nextInt(8)];
    Shape image =
        Shape.of(1 + random.nextInt(3), 4 + random.nextInt(13), 4 + random.nextInt(13), channels);
    ProgramBuilder p = Program.builder("convolution");
    Tensor x = p.input("x", image, Precision.F32.input());
    Shape shape = Shape.of(filters, height, width, channels);
    Tensor w = p.input("w", shape, Precision.F32.input());
    Tensor y = p.conv2d(x, w, window);
    Tensor dy = p.input("dy", y.shape(), Precision.F32.input());
    p.output(y).output(p.conv2dBackwardInput(dy, w, image, window));
    return p.output(p.conv2dBackwardFilter(x, dy, window)).build();
  }

  @Test
  void twoHundredShapes() {
    Needed.target();
    FpgaTarget target = new FpgaTarget();
    for (int i = 0; i < 200; i++) {
      verify(target, i % 2 == 0 ? product(Precision.F32) : convolution(), Precision.F32, i);
    }
  }

  @Test
  void integersAreExact() {
    Needed.target();
    FpgaTarget target = new FpgaTarget();
    for (int i = 0; i < 30; i++) {
      verify(target, product(Precision.S8), Precision.S8, i);
    }
  }

  /** What a board's build may choose: loop order, tiles in block memory, other sizes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-DASSAY_K_INNERMOST=1",
        "-DASSAY_K_INNERMOST=1 -DASSAY_LOCAL_TILES",
        "-DASSAY_TILE_M=16 -DASSAY_TILE_N=48 -DASSAY_TILE_K=8 -DASSAY_LANES=5 -DASSAY_CHANNELS=3"
      })
  void everyBuildComputesTheSame(String options) {
    Needed.target();
    FpgaTarget target = new FpgaTarget(options);
    for (int i = 0; i < 20; i++) {
      verify(target, i % 2 == 0 ? product(Precision.F32) : convolution(), Precision.F32, i);
    }
    for (long seed = 0; seed < 2 * RandomPrograms.FAMILIES; seed++) {
      RandomPrograms.Case test = RandomPrograms.generate(seed, Precision.F32.input());
      if (target.unsupported(test.program(), Precision.F32).isEmpty()) {
        verify(target, test.program(), Precision.F32, (int) seed);
      }
    }
  }

  @Test
  void extentsBeyondThirtyTwoBitsAreRefused() {
    ProgramBuilder p = Program.builder("long");
    Tensor x = p.input("x", Shape.of(1L << 31), Precision.F32.input());
    Program program = p.output(p.copy(x)).build();
    assertThat(FpgaKernels.TABLE.unsupported(program, Precision.F32).orElseThrow().reason())
        .contains("exceeds the kernels' 32 bits");
    assertThat(List.copyOf(new FpgaTarget().precisions()))
        .containsExactly(Precision.F32, Precision.S8);
  }
}
