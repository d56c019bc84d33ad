package assay.core.conformance;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Schedule;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.LayerNorm;
import assay.core.program.op.LayerNormGrad;
import assay.core.program.op.Op;
import assay.core.program.op.RmsNorm;
import assay.core.program.op.RmsNormGrad;
import assay.core.program.op.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Small random programs with ragged extents that together cover every operation. */
public final class RandomPrograms {
  /** Every optimizer, with common parameters. */
  public static final List<Optimizer> OPTIMIZERS =
      List.of(
          new Optimizer.GradientDescent(),
          new Optimizer.Sgd(),
          new Optimizer.Momentum(0.9),
          new Optimizer.Adagrad(1e-7),
          new Optimizer.RmsProp(0.9, 1e-7),
          new Optimizer.Adam(0.9, 0.999, 1e-7));

  /** Number of program families; seed modulo this selects the family. */
  public static final int FAMILIES = 14;

  /** Number of programs that a target must pass: seeds 0 (inclusive) to this (exclusive). */
  public static final int COUNT = 17 * FAMILIES;

  private static final long[] EXTENTS = {1, 2, 3, 5, 7, 13, 17, 31, 33};

  private final Random random;
  private final DataType type;

  private RandomPrograms(long seed, DataType type) {
    this.random = new Random(seed);
    this.type = type;
  }

  /**
   * A program and its inputs.
   *
   * @param given inputs and state
   */
  public record Case(long seed, Program program, Map<Tensor, HostTensor> given) {
    @Override
    public String toString() {
      return "seed " + seed + ": " + program.name() + " " + program.ops();
    }
  }

  /**
   * The program for a seed.
   *
   * @param type of the multiplied tensors: f32 or f64, which every family has, or a narrower type
   *     if the family has it
   * @throws assay.core.program.ProgramException if the family has no program in this type
   */
  public static Case generate(long seed, DataType type) {
    RandomPrograms generator = new RandomPrograms(seed, type);
    Program program = generator.program(Math.floorMod(seed, FAMILIES));
    return new Case(seed, program, values(program, seed));
  }

  /**
   * Seeded inputs and state: N(0,1), labels in range, variances and accumulators non-negative, a
   * small step number.
   */
  public static Map<Tensor, HostTensor> values(Program program, long seed) {
    Random random = new Random(seed ^ 0x5DEECE66DL);
    Map<Tensor, HostTensor> given = new HashMap<>();
    List<Tensor> tensors = new ArrayList<>(program.inputs());
    tensors.addAll(program.state());
    for (Tensor tensor : tensors) {
      given.put(tensor, values(tensor, program, random));
    }
    return given;
  }

  private static HostTensor values(Tensor tensor, Program program, Random random) {
    HostTensor host = HostTensor.allocate(tensor);
    boolean positive = tensor.name().matches(".*(variance|accumulator|\\.v)");
    long classes = classes(tensor, program);
    for (long i = 0; i < host.elements(); i++) {
      double value = random.nextGaussian();
      if (tensor.type() == DataType.S32) {
        host.set(i, random.nextInt((int) classes));
      } else {
        host.set(i, positive ? value * value : value);
      }
    }
    return host;
  }

  /** Exclusive upper bound: for labels the number of logits, for a step a small number. */
  private static long classes(Tensor tensor, Program program) {
    return program.ops().stream()
        .filter(op -> op.inputs().contains(tensor))
        .mapToLong(op -> op.inputs().getFirst().shape().dim(-1))
        .min()
        .orElse(4);
  }

  /** The first precision whose input type this is. */
  private Precision precision() {
    return Arrays.stream(Precision.values())
        .filter(p -> p.input() == type)
        .findFirst()
        .orElseThrow();
  }

  private long extent() {
    return EXTENTS[random.nextInt(EXTENTS.length)];
  }

  private long upTo(long largest) {
    return 1L + random.nextInt((int) largest);
  }

  private Program program(int family) {
    return switch (family) {
      case 0, 1 -> matMul();
      case 2 -> convolution();
      case 3 -> convolutionBackward();
      case 4 -> elementwise();
      case 5 -> pooling();
      case 6 -> normInference();
      case 7 -> normTraining();
      case 8 -> softmax();
      case 9 -> inference();
      case 12 -> matMulChain();
      case 13 -> rowNorms();
      default -> training();
    };
  }

  private Program matMul() {
    ProgramBuilder p = Program.builder("matmul");
    long m = extent();
    long n = extent();
    long k = extent();
    boolean transposeA = random.nextBoolean();
    boolean transposeB = random.nextBoolean();
    boolean batched = random.nextInt(3) == 0;
    long batch = upTo(4);
    double alpha = random.nextBoolean() ? 1 : 0.75;
    double beta = random.nextBoolean() ? 0 : -1.3;
    Tensor a = p.input("a", matrix(batched, batch, transposeA ? k : m, transposeA ? m : k), type);
    Tensor b = p.input("b", matrix(batched, batch, transposeB ? n : k, transposeB ? k : n), type);
    Optional<Tensor> c =
        beta == 0
            ? Optional.empty()
            : Optional.of(p.input("c", matrix(batched, batch, m, n), precision().output()));
    p.output(p.matMul(a, b, c, alpha, beta, transposeA, transposeB, precision().output()));
    return p.build();
  }

  private Program matMulChain() {
    ProgramBuilder p = Program.builder("matmul_chain");
    long k = smallExtent();
    Tensor a = p.input("a", Shape.of(upTo(4), smallExtent(), k), type);
    Tensor b = p.input("b", Shape.of(2, k, smallExtent()), type);
    p.output(p.matMulChain(a, b, upTo(9), precision().accumulator()));
    return p.build();
  }

  private static Shape matrix(boolean batched, long batch, long rows, long columns) {
    return batched ? Shape.of(batch, rows, columns) : Shape.of(rows, columns);
  }

  private Window2d window() {
    int height = (int) upTo(4);
    int width = (int) upTo(4);
    return new Window2d(
        height, width, (int) upTo(3), (int) upTo(3), random.nextInt(height), random.nextInt(width));
  }

  private Shape image() {
    return Shape.of(upTo(3), 4 + random.nextInt(7), 4 + random.nextInt(7), smallExtent());
  }

  private long smallExtent() {
    return EXTENTS[random.nextInt(6)];
  }

  private Program convolution() {
    ProgramBuilder p = Program.builder("convolution");
    Window2d window = window();
    Tensor x = p.input("x", image(), type);
    Shape filters = Shape.of(extent(), window.height(), window.width(), x.shape().dim(3));
    p.output(p.conv2d(x, p.input("w", filters, type), window));
    return p.build();
  }

  private Program convolutionBackward() {
    ProgramBuilder p = Program.builder("convolution_backward");
    Window2d window = window();
    Shape image = image();
    long k = smallExtent();
    Tensor dy =
        p.input(
            "dy",
            Shape.of(
                image.dim(0),
                window.outputHeight(image.dim(1)),
                window.outputWidth(image.dim(2)),
                k),
            type);
    Tensor w = p.input("w", Shape.of(k, window.height(), window.width(), image.dim(3)), type);
    p.output(p.conv2dBackwardInput(dy, w, image, window));
    p.output(p.conv2dBackwardFilter(p.input("x", image, type), dy, window));
    return p.build();
  }

  private Program elementwise() {
    ProgramBuilder p = Program.builder("elementwise");
    Shape shape = Shape.of(extent(), extent(), extent());
    Tensor x = p.input("x", shape, type);
    Tensor y = p.input("y", shape, type);
    Tensor bias = p.input("bias", Shape.of(shape.dim(-1)), type);
    p.output(p.copy(x)).output(p.add(x, y)).output(p.triad(x, y, 0.4)).output(p.biasAdd(x, bias));
    p.output(p.fmaChain(x, -1.999, 0.5, 1L + random.nextInt(300)));
    Tensor positive = p.relu(x);
    p.output(positive).output(p.reluGrad(y, positive)).output(p.biasGrad(y));
    DataType other = type == DataType.BF16 ? DataType.F32 : DataType.BF16;
    p.output(p.cast(p.cast(x, other), type));
    p.output(p.reshape(p.add(x, y), Shape.of(shape.elements())));
    return p.build();
  }

  private Program pooling() {
    ProgramBuilder p = Program.builder("pooling");
    Window2d window = window();
    Tensor x = p.input("x", image(), type);
    Tensor y = p.maxPool2d(x, window);
    p.output(y).output(p.maxPool2dGrad(p.input("dy", y.shape(), type), x, y, window));
    return p.build();
  }

  private Program normInference() {
    ProgramBuilder p = Program.builder("norm_inference");
    Tensor x = p.input("x", image(), type);
    Shape channels = Shape.of(x.shape().dim(-1));
    Tensor gamma = p.input("gamma", channels, type);
    Tensor beta = p.input("beta", channels, type);
    Tensor mean = p.input("mean", channels, type);
    Tensor variance = p.input("variance", channels, type);
    p.output(p.batchNormInference(x, gamma, beta, mean, variance, 1e-3));
    return p.build();
  }

  private Program normTraining() {
    ProgramBuilder p = Program.builder("norm_training");
    Tensor x = p.input("x", image(), type);
    Tensor normalized = norm(p, x);
    Tensor flat = p.reshape(normalized, flat(normalized.shape()));
    return train(p, flat, true);
  }

  private Tensor norm(ProgramBuilder p, Tensor x) {
    Shape channels = Shape.of(x.shape().dim(-1));
    return p.batchNormTraining(
            x,
            p.parameter("gamma", channels, type),
            p.parameter("beta", channels, type),
            p.state("running_mean", channels, type),
            p.state("running_variance", channels, type),
            1e-3,
            0.1)
        .y();
  }

  /** Forward and gradient separately, or both within a training step. */
  private Program rowNorms() {
    ProgramBuilder p = Program.builder("row_norms");
    Shape shape = Shape.of(upTo(4), upTo(5), extent());
    Tensor x = p.parameter("x", shape, type);
    Shape channels = Shape.of(shape.dim(-1));
    Tensor gamma = p.parameter("gamma", channels, type);
    LayerNorm layer = p.layerNorm(x, gamma, p.parameter("beta", channels, type), 1e-3);
    if (random.nextBoolean()) {
      Tensor rms = p.rmsNorm(layer.y(), p.parameter("gain", channels, type), 1e-3).y();
      return train(p, p.reshape(rms, flat(shape)), true);
    }
    Tensor dy = p.input("dy", shape, type);
    LayerNormGrad grad = p.layerNormGrad(dy, x, gamma, layer.mean(), layer.inverseDeviation());
    RmsNorm rms = p.rmsNorm(x, gamma, 1e-3);
    RmsNormGrad rmsGrad = p.rmsNormGrad(dy, x, gamma, rms.inverseRms());
    for (Op op : List.of(layer, grad, rms, rmsGrad)) {
      op.outputs().forEach(p::output);
    }
    return p.build();
  }

  private static Shape flat(Shape image) {
    return Shape.of(image.dim(0), image.elements() / image.dim(0));
  }

  private Program softmax() {
    ProgramBuilder p = Program.builder("softmax");
    Tensor logits = p.input("logits", Shape.of(extent(), 1 + extent()), type);
    Tensor labels = p.input("labels", Shape.of(logits.shape().dim(0)), DataType.S32);
    SoftmaxCrossEntropy s = p.softmaxCrossEntropy(logits, labels);
    p.output(s.loss()).output(s.probabilities());
    p.output(p.softmaxCrossEntropyGrad(s.probabilities(), labels));
    return p.build();
  }

  private Tensor features(ProgramBuilder p) {
    Tensor x = p.input("x", image(), type);
    int size = 1 + random.nextInt(3);
    Shape filters = Shape.of(smallExtent(), size, size, x.shape().dim(3));
    Window2d window = new Window2d(size, size, 1, 1, size / 2, size / 2);
    Tensor convolved = p.conv2d(x, p.parameter("w1", filters, type), window);
    Tensor bias = p.parameter("b1", Shape.of(filters.dim(0)), type);
    Tensor biased = p.biasAdd(convolved, bias);
    Tensor normalized = random.nextInt(4) == 0 ? norm(p, biased) : biased;
    Tensor pooled = p.maxPool2d(p.relu(normalized), Window2d.tiles(2));
    return p.reshape(pooled, flat(pooled.shape()));
  }

  private Program inference() {
    ProgramBuilder p = Program.builder("inference");
    Tensor flat = features(p);
    Tensor w = p.parameter("w2", Shape.of(flat.shape().dim(1), extent()), type);
    p.output(p.relu(p.matMul(flat, w, false, false)));
    return p.build();
  }

  private Program training() {
    ProgramBuilder p = Program.builder("training");
    return train(p, features(p), random.nextBoolean());
  }

  private Program train(ProgramBuilder p, Tensor flat, boolean transposed) {
    long in = flat.shape().dim(1);
    long classes = 2L + random.nextInt(9);
    Shape weights = transposed ? Shape.of(classes, in) : Shape.of(in, classes);
    Tensor product = p.matMul(flat, p.parameter("w2", weights, type), false, transposed);
    Tensor logits = p.biasAdd(product, p.parameter("b2", Shape.of(classes), type));
    Tensor labels = p.input("labels", Shape.of(flat.shape().dim(0)), DataType.S32);
    SoftmaxCrossEntropy s = p.softmaxCrossEntropy(logits, labels);
    p.output(s.loss());
    Optimizer optimizer = OPTIMIZERS.get(random.nextInt(OPTIMIZERS.size()));
    return p.build().trainingStep(s.loss(), optimizer, schedule());
  }

  private Schedule schedule() {
    return switch (random.nextInt(3)) {
      case 0 -> new Schedule.Constant(0.01);
      case 1 -> new Schedule.Exponential(0.02, 0.5, 3);
      default -> new Schedule.Step(0.05, 0.1, 2);
    };
  }
}
