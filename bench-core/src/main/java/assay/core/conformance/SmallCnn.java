package assay.core.conformance;

import assay.core.oracle.Reference;
import assay.core.oracle.ReferenceTensor;
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
import assay.core.program.op.SoftmaxCrossEntropy;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * The classic small CNN in a chosen size: three 3×3 convolutions, two poolings, two dense layers,
 * ten classes, with synthetic images that it can learn.
 *
 * @param batch images per step
 * @param side height and width of an image
 * @param width channels of the first convolution; the other layers have twice as many
 */
public record SmallCnn(int batch, int side, int width) {
  private static final int CLASSES = 10;
  private static final double NOISE = 0.3;

  /** Batches repeat, so that 50 steps are enough to learn them. */
  private static final int BATCHES = 4;

  /** java.util.Random gives similar first values for neighbouring seeds. */
  private static final long SCRAMBLE = 0x9E3779B97F4A7C15L;

  /** Small enough for 50 oracle steps in about a second. */
  public static final SmallCnn TINY = new SmallCnn(8, 12, 8);

  /** The network of the training workload: 28×28, 32 and 64 channels, batch 64. */
  public static final SmallCnn FULL = new SmallCnn(64, 28, 32);

  /** One training step; its output is the loss. */
  public Program step(Optimizer optimizer) {
    return step(optimizer, DataType.F32);
  }

  /** One training step over tensors of {@code type}. */
  public Program step(Optimizer optimizer, DataType type) {
    ProgramBuilder p = Program.builder("cnn");
    Tensor x = p.input("x", Shape.of(batch, side, side, 1), type);
    Tensor h = layer(p, x, "conv1", width, 0, true, type);
    h = layer(p, h, "conv2", 2L * width, 0, true, type);
    h = layer(p, h, "conv3", 2L * width, h.shape().dim(1) < 3 ? 1 : 0, false, type);
    h = p.reshape(h, Shape.of(batch, h.elements() / batch));
    h = p.relu(dense(p, h, "dense1", 2L * width, type));
    Tensor logits = dense(p, h, "dense2", CLASSES, type);
    Tensor labels = p.input("labels", Shape.of(batch), DataType.S32);
    SoftmaxCrossEntropy s = p.softmaxCrossEntropy(logits, labels);
    p.output(s.loss());
    return p.build().trainingStep(s.loss(), optimizer, new Schedule.Constant(rate(optimizer)));
  }

  private static double rate(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.GradientDescent _, Optimizer.Sgd _ -> 0.2;
      case Optimizer.Momentum _ -> 0.03;
      case Optimizer.Adagrad _ -> 0.02;
      case Optimizer.RmsProp _, Optimizer.Adam _ -> 0.003;
    };
  }

  private static Tensor layer(
      ProgramBuilder p, Tensor x, String name, long k, int pad, boolean pool, DataType type) {
    Window2d window = new Window2d(3, 3, 1, 1, pad, pad);
    Tensor w = p.parameter(name + ".w", Shape.of(k, 3, 3, x.shape().dim(3)), type);
    Tensor b = p.parameter(name + ".b", Shape.of(k), type);
    Tensor y = p.relu(p.biasAdd(p.conv2d(x, w, window), b));
    return pool ? p.maxPool2d(y, Window2d.tiles(2)) : y;
  }

  private static Tensor dense(ProgramBuilder p, Tensor x, String name, long n, DataType type) {
    Tensor w = p.parameter(name + ".w", Shape.of(x.shape().dim(1), n), type);
    Tensor b = p.parameter(name + ".b", Shape.of(n), type);
    return p.biasAdd(p.matMul(x, w, false, false), b);
  }

  /** Initial weights (Glorot and Bengio 2010) and zero for all other state. */
  public Map<Tensor, HostTensor> initial(Program step, long seed) {
    Random random = new Random(seed);
    Map<Tensor, HostTensor> state = new HashMap<>();
    for (Tensor tensor : step.state()) {
      HostTensor host = HostTensor.allocate(tensor);
      if (tensor.name().endsWith(".w")) {
        double fan = (double) tensor.elements() / tensor.shape().dim(0) + tensor.shape().dim(0);
        for (long i = 0; i < host.elements(); i++) {
          host.set(i, random.nextGaussian() * Math.sqrt(2 / fan));
        }
      }
      state.put(tensor, host);
    }
    return state;
  }

  /** Batch {@code number}: one pattern per class plus noise, in [0, 1]. */
  public Map<Tensor, HostTensor> batch(Program step, int number) {
    HostTensor x = HostTensor.allocate(step.tensor("x"));
    HostTensor labels = HostTensor.allocate(step.tensor("labels"));
    Random random = new Random(SCRAMBLE * (1 + number % BATCHES));
    int pixels = side * side;
    for (int n = 0; n < batch; n++) {
      int label = random.nextInt(CLASSES);
      labels.set(n, label);
      Random pattern = new Random(SCRAMBLE * (label + 100L));
      for (int i = 0; i < pixels; i++) {
        double value = (pattern.nextBoolean() ? 0.8 : 0.2) + NOISE * random.nextGaussian();
        x.set((long) n * pixels + i, Math.clamp(value, 0, 1));
      }
    }
    return Map.of(x.tensor(), x, labels.tensor(), labels);
  }

  /** The oracle's losses over {@code steps} training steps, in float64. */
  public double[] oracleLosses(Program step, int steps) {
    Map<Tensor, ReferenceTensor> state = new HashMap<>();
    initial(step, 1).forEach((t, host) -> state.put(t, ReferenceTensor.exact(host)));
    double[] losses = new double[steps];
    for (int i = 0; i < steps; i++) {
      batch(step, i).forEach((t, host) -> state.put(t, ReferenceTensor.exact(host)));
      Map<Tensor, ReferenceTensor> after = Reference.values(step, state);
      losses[i] = Objects.requireNonNull(after.get(step.outputs().getFirst())).values()[0];
      step.state().forEach(t -> state.put(t, Objects.requireNonNull(after.get(t))));
    }
    return losses;
  }

  /** A target's losses over the same steps. */
  public double[] targetLosses(Target target, Precision precision, Program step, int steps) {
    List<Double> losses = new ArrayList<>();
    try (Executable run = target.compile(step, precision, new Target.Options(2))) {
      initial(step, 1).values().forEach(run::write);
      for (int i = 0; i < steps; i++) {
        batch(step, i).values().forEach(run::write);
        run.execute();
        losses.add(run.read(step.outputs().getFirst()).get(0));
      }
    }
    return losses.stream().mapToDouble(d -> d).toArray();
  }
}
