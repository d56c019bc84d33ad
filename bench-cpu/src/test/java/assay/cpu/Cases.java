package assay.cpu;

import assay.core.program.DataType;
import assay.core.program.Optimizer;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Schedule;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small programs with ragged shapes: each operation by itself and in the company that is fused. */
public final class Cases {
  private final DataType type;
  private final List<Program> programs = new ArrayList<>();

  private Cases(DataType type) {
    this.type = type;
  }

  /** All of them. */
  public static List<Program> of(DataType type) {
    Cases cases = new Cases(type);
    cases.products();
    cases.convolutions();
    cases.pooling();
    cases.pointwise();
    cases.normalization();
    cases.rowNormalization();
    cases.optimizers();
    cases.moves();
    cases.programs.add(cnn(type, 3));
    return cases.programs;
  }

  private interface Body {
    void build(ProgramBuilder b);
  }

  private void add(String name, Body body) {
    ProgramBuilder builder = Program.builder(name);
    body.build(builder);
    programs.add(builder.build());
  }

  private void products() {
    int[][] sizes = {
      {1, 1, 1},
      {1, 37, 5},
      {37, 1, 129},
      {6, 64, 17},
      {7, 65, 18},
      {13, 207, 70},
      {100, 10, 400},
      {130, 131, 132},
      {64, 10, 64}
    };
    for (int[] s : sizes) {
      for (int mode = 0; mode < 8; mode++) {
        boolean ta = (mode & 1) != 0;
        boolean tb = (mode & 2) != 0;
        boolean plain = (mode & 4) == 0;
        add(
            "matmul %s mode %d".formatted(java.util.Arrays.toString(s), mode),
            b -> {
              Tensor x = b.input("a", ta ? Shape.of(s[2], s[0]) : Shape.of(s[0], s[2]), type);
              Tensor y = b.input("b", tb ? Shape.of(s[1], s[2]) : Shape.of(s[2], s[1]), type);
              if (plain) {
                b.output(b.matMul(x, y, ta, tb));
              } else {
                Tensor c = b.input("c", Shape.of(s[0], s[1]), type);
                b.output(b.matMul(x, y, Optional.of(c), 0.5, -1.5, ta, tb, type));
              }
            });
      }
    }
    add(
        "batched matmul",
        b -> {
          Tensor x = b.input("a", Shape.of(5, 9, 31), type);
          Tensor y = b.input("b", Shape.of(5, 31, 33), type);
          b.output(b.matMul(x, y, false, false));
        });
    add(
        "dense layer",
        b -> {
          Tensor x = b.input("a", Shape.of(9, 31), type);
          Tensor y = b.input("b", Shape.of(31, 33), type);
          b.output(
              b.relu(b.biasAdd(b.matMul(x, y, false, false), b.input("c", Shape.of(33), type))));
        });
  }

  private void convolutions() {
    // n, h, w, c, k, r, s, strideH, strideW, padH, padW
    int[][] shapes = {
      {2, 17, 19, 3, 5, 3, 5, 2, 2, 1, 1},
      {3, 28, 28, 1, 32, 3, 3, 1, 1, 0, 0},
      {2, 13, 13, 32, 64, 3, 3, 1, 1, 0, 0},
      {5, 5, 5, 64, 64, 3, 3, 1, 1, 0, 0},
      {1, 9, 7, 70, 33, 3, 3, 1, 1, 1, 1},
      {2, 8, 8, 16, 130, 1, 1, 2, 2, 0, 0},
      {1, 31, 20, 1, 7, 20, 5, 2, 2, 3, 4},
      {1, 6, 6, 4, 3, 2, 3, 3, 1, 4, 5},
      {1, 4, 4, 200, 20, 3, 3, 1, 1, 1, 1},
      {4, 7, 7, 17, 19, 7, 7, 1, 1, 0, 0},
      {1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0},
      {1, 40, 3, 2, 65, 5, 1, 1, 2, 2, 0},
    };
    for (int[] d : shapes) {
      convolution(d);
    }
  }

  private void convolution(int[] d) {
    Window2d window = new Window2d(d[5], d[6], d[7], d[8], d[9], d[10]);
    Shape x = Shape.of(d[0], d[1], d[2], d[3]);
    Shape w = Shape.of(d[4], d[5], d[6], d[3]);
    Shape y = Shape.of(d[0], window.outputHeight(d[1]), window.outputWidth(d[2]), d[4]);
    String name = java.util.Arrays.toString(d);
    add(
        "conv " + name,
        b -> b.output(b.conv2d(b.input("x", x, type), b.input("w", w, type), window)));
    add(
        "conv bias relu " + name,
        b -> {
          Tensor sum = b.conv2d(b.input("x", x, type), b.input("w", w, type), window);
          b.output(b.relu(b.biasAdd(sum, b.input("bias", Shape.of(d[4]), type))));
        });
    add(
        "conv dx " + name,
        b ->
            b.output(
                b.conv2dBackwardInput(b.input("dy", y, type), b.input("w", w, type), x, window)));
    add(
        "conv dw " + name,
        b ->
            b.output(
                b.conv2dBackwardFilter(b.input("x", x, type), b.input("dy", y, type), window)));
  }

  private void pooling() {
    // n, h, w, c, window, stride, pad
    int[][] shapes = {
      {2, 26, 26, 32, 2, 2, 0}, {3, 11, 11, 64, 2, 2, 0}, {1, 5, 7, 3, 2, 2, 0},
      {2, 9, 9, 17, 3, 2, 1}, {1, 8, 8, 40, 3, 1, 1}, {1, 12, 9, 5, 3, 3, 0}
    };
    for (int[] d : shapes) {
      Window2d window = new Window2d(d[4], d[4], d[5], d[5], d[6], d[6]);
      String name = java.util.Arrays.toString(d);
      Shape in = Shape.of(d[0], d[1], d[2], d[3]);
      Shape out = Shape.of(d[0], window.outputHeight(d[1]), window.outputWidth(d[2]), d[3]);
      add("pool " + name, b -> b.output(b.maxPool2d(b.input("x", in, type), window)));
      add(
          "pool gradient " + name,
          b -> {
            Tensor x = b.input("x", in, type);
            Tensor y = b.maxPool2d(x, window);
            b.output(b.maxPool2dGrad(b.input("dy", out, type), x, y, window));
          });
      add(
          "pool relu bias gradient " + name,
          b -> {
            Tensor x = b.relu(b.input("x", in, type));
            Tensor y = b.maxPool2d(x, window);
            Tensor dx = b.maxPool2dGrad(b.input("dy", out, type), x, y, window);
            Tensor dz = b.reluGrad(dx, x);
            b.output(b.biasGrad(dz)).output(dz);
          });
    }
  }

  private void pointwise() {
    for (int n : new int[] {1, 13, 207, 4098, 70000}) {
      add(
          "pointwise " + n,
          b -> {
            Tensor x = b.input("x", Shape.of(n), type);
            Tensor y = b.input("y", Shape.of(n), type);
            b.output(b.add(x, y)).output(b.triad(x, y, 0.75)).output(b.copy(x)).output(b.relu(y));
            b.output(b.fmaChain(x, -1.99, 0.5, 7)).output(b.reluGrad(x, y));
          });
    }
    int[][] rows = {
      {1, 1},
      {7, 10},
      {64, 10},
      {300, 33},
      {1000, 64},
      {9, 1025},
      // As wide as four vectors of 512, 256 or 128 bits.
      {1, 64},
      {2, 64},
      {65, 64},
      {66, 64},
      {2113, 64},
      {1, 32},
      {1100, 32},
      {3, 16},
      {1091, 16}
    };
    for (int[] d : rows) {
      Shape shape = Shape.of(d[0], d[1]);
      add(
          "bias " + shape,
          b -> {
            Tensor x = b.input("x", shape, type);
            Tensor bias = b.input("bias", Shape.of(d[1]), type);
            b.output(b.biasAdd(x, bias)).output(b.biasGrad(x)).output(b.relu(b.biasAdd(x, bias)));
          });
      add(
          "relu bias gradient " + shape,
          b -> {
            Tensor x = b.input("x", shape, type);
            Tensor dx = b.reluGrad(x, b.input("y", shape, type));
            b.output(b.biasGrad(dx)).output(dx);
          });
      add(
          "softmax " + shape,
          b -> {
            SoftmaxCrossEntropy s =
                b.softmaxCrossEntropy(
                    b.input("x", shape, type), b.input("labels", Shape.of(d[0]), DataType.S32));
            b.output(s.loss()).output(s.probabilities());
            b.output(b.softmaxCrossEntropyGrad(s.probabilities(), s.labels()));
          });
    }
  }

  private void rowNormalization() {
    for (int[] d : new int[][] {{9, 1}, {17, 10}, {300, 33}, {1000, 64}, {15, 1025}, {2, 20000}}) {
      Shape shape = Shape.of(d[0], d[1]);
      Shape c = Shape.of(d[1]);
      add(
          "layer norm " + shape,
          b -> {
            Tensor x = b.input("x", shape, type);
            Tensor gamma = b.input("gamma", c, type);
            var norm = b.layerNorm(x, gamma, b.input("beta", c, type), 1e-3);
            b.output(norm.y()).output(norm.mean()).output(norm.inverseDeviation());
            var grad =
                b.layerNormGrad(
                    b.input("dy", shape, type), x, gamma, norm.mean(), norm.inverseDeviation());
            b.output(grad.dx()).output(grad.dgamma()).output(grad.dbeta());
          });
      add(
          "rms norm " + shape,
          b -> {
            Tensor x = b.input("x", shape, type);
            Tensor gamma = b.input("gamma", c, type);
            var norm = b.rmsNorm(x, gamma, 1e-3);
            b.output(norm.y()).output(norm.inverseRms());
            var grad = b.rmsNormGrad(b.input("dy", shape, type), x, gamma, norm.inverseRms());
            b.output(grad.dx()).output(grad.dgamma());
          });
    }
  }

  private void normalization() {
    for (int[] d : new int[][] {{9, 1}, {17, 10}, {300, 33}, {1000, 64}, {15, 1025}}) {
      Shape shape = Shape.of(d[0], d[1]);
      Shape c = Shape.of(d[1]);
      add(
          "batch norm " + shape,
          b -> {
            Tensor x = b.input("x", shape, type);
            Tensor gamma = b.input("gamma", c, type);
            var norm =
                b.batchNormTraining(
                    x,
                    gamma,
                    b.input("beta", c, type),
                    b.state("rm", c, type),
                    b.state("rv", c, type),
                    1e-3,
                    0.1);
            b.output(norm.y()).output(norm.mean()).output(norm.inverseDeviation());
            var grad =
                b.batchNormGrad(
                    b.input("dy", shape, type), x, gamma, norm.mean(), norm.inverseDeviation());
            b.output(grad.dx()).output(grad.dgamma()).output(grad.dbeta());
          });
      add(
          "batch norm inference " + shape,
          b ->
              b.output(
                  b.batchNormInference(
                      b.input("x", shape, type),
                      b.input("gamma", c, type),
                      b.input("beta", c, type),
                      b.input("mean", c, type),
                      b.input("variance", c, type),
                      1e-3)));
    }
  }

  private void optimizers() {
    List<Optimizer> all =
        List.of(
            new Optimizer.GradientDescent(),
            new Optimizer.Sgd(),
            new Optimizer.Momentum(0.9),
            new Optimizer.Adagrad(1e-3),
            new Optimizer.RmsProp(0.9, 1e-3),
            new Optimizer.Adam(0.9, 0.999, 1e-3));
    for (Optimizer optimizer : all) {
      add(
          "optimizer " + optimizer.id(),
          b -> {
            Tensor p = b.parameter("p", Shape.of(37, 5), type);
            Tensor q = b.parameter("q", Shape.of(20001), type);
            Tensor dp = b.input("dp", p.shape(), type);
            Tensor dq = b.input("dq", q.shape(), type);
            b.optimizerStep(
                List.of(p, q), List.of(dp, dq), optimizer, new Schedule.Step(0.1, 0.5, 2));
          });
    }
  }

  private void moves() {
    add(
        "reshape",
        b -> {
          Tensor x = b.input("x", Shape.of(6, 35), type);
          Tensor r = b.reshape(x, Shape.of(7, 30));
          b.output(r).output(b.reshape(b.relu(r), Shape.of(210)));
        });
    for (DataType other : DataType.values()) {
      if (other.isFloating() && other != type) {
        add(
            "cast " + other,
            b -> b.output(b.cast(b.cast(b.input("x", Shape.of(1003), type), other), type)));
      }
    }
  }

  /** The training step of the small CNN. */
  public static Program cnn(DataType type, int batch) {
    ProgramBuilder b = Program.builder("cnn");
    Tensor x = b.input("image", Shape.of(batch, 28, 28, 1), type);
    Tensor labels = b.input("labels", Shape.of(batch), DataType.S32);
    int[] channels = {1, 32, 64, 64};
    for (int layer = 1; layer <= 3; layer++) {
      Tensor w =
          b.parameter("w" + layer, Shape.of(channels[layer], 3, 3, channels[layer - 1]), type);
      Tensor bias = b.parameter("b" + layer, Shape.of(channels[layer]), type);
      x = b.relu(b.biasAdd(b.conv2d(x, w, Window2d.of(3, 3)), bias));
      if (layer < 3) {
        x = b.maxPool2d(x, Window2d.tiles(2));
      }
    }
    x = b.reshape(x, Shape.of(batch, 576));
    Tensor w4 = b.parameter("w4", Shape.of(576, 64), type);
    x = b.relu(b.biasAdd(b.matMul(x, w4, false, false), b.parameter("b4", Shape.of(64), type)));
    Tensor w5 = b.parameter("w5", Shape.of(64, 10), type);
    x = b.biasAdd(b.matMul(x, w5, false, false), b.parameter("b5", Shape.of(10), type));
    SoftmaxCrossEntropy loss = b.softmaxCrossEntropy(x, labels);
    b.output(loss.loss()).output(loss.probabilities());
    return b.build()
        .trainingStep(
            loss.loss(), new Optimizer.Adam(0.9, 0.999, 1e-7), new Schedule.Constant(1e-3));
  }
}
