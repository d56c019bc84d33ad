package assay.core.workload;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Optimizer;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Schedule;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.SoftmaxCrossEntropy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The small convolutional network of the classic Keras example, with 93,322 parameters: three 3×3
 * convolutions of 32, 64 and 64 filters with 2×2 max pooling between them, then dense layers of 64
 * and 10; ReLU throughout, valid padding.
 */
final class FashionCnn {
  /** Height and width of an image. */
  static final int SIDE = 28;

  /** Number of classes. */
  static final int CLASSES = 10;

  /** Name of the image input (batch, 28, 28, 1). */
  static final String IMAGES = "images";

  /** Name of the label input (batch), s32. */
  static final String LABELS = "labels";

  private FashionCnn() {}

  /** The forward pass to logits (batch, 10). */
  static Program inference(long batch, DataType type) {
    ProgramBuilder p = Program.builder("cnn-fashion");
    return p.output(logits(p, batch, type)).build();
  }

  /** One training step; output is the mean loss of the batch before the step. */
  static Program step(long batch, DataType type, Optimizer optimizer, Schedule schedule) {
    ProgramBuilder p = Program.builder("cnn-fashion");
    Tensor logits = logits(p, batch, type);
    SoftmaxCrossEntropy loss =
        p.softmaxCrossEntropy(logits, p.input(LABELS, Shape.of(batch), DataType.S32));
    return p.output(loss.loss()).build().trainingStep(loss.loss(), optimizer, schedule);
  }

  private static Tensor logits(ProgramBuilder p, long batch, DataType type) {
    Window2d pool = Window2d.tiles(2);
    Tensor t = p.input(IMAGES, Shape.of(batch, SIDE, SIDE, 1), type);
    t = p.maxPool2d(convolution(p, t, "conv1", 32), pool);
    t = p.maxPool2d(convolution(p, t, "conv2", 64), pool);
    t = convolution(p, t, "conv3", 64);
    t = p.reshape(t, Shape.of(batch, t.elements() / batch));
    t = p.relu(dense(p, t, "dense1", 64));
    return dense(p, t, "dense2", CLASSES);
  }

  private static Tensor convolution(ProgramBuilder p, Tensor x, String name, long filters) {
    Tensor w = p.parameter(name + ".w", Shape.of(filters, 3, 3, x.shape().dim(3)), x.type());
    Tensor b = p.parameter(name + ".b", Shape.of(filters), x.type());
    return p.relu(p.biasAdd(p.conv2d(x, w, Window2d.of(3, 3)), b));
  }

  private static Tensor dense(ProgramBuilder p, Tensor x, String name, long units) {
    Tensor w = p.parameter(name + ".w", Shape.of(x.shape().dim(1), units), x.type());
    Tensor b = p.parameter(name + ".b", Shape.of(units), x.type());
    return p.biasAdd(p.matMul(x, w, false, false), b);
  }

  /**
   * Initial values of all state: weights uniform within ±√(6/(fanIn + fanOut)) (Glorot and Bengio
   * 2010, Keras' default), everything else zero.
   */
  static Map<Tensor, HostTensor> initialState(Program program, long seed) {
    Map<Tensor, HostTensor> values = new LinkedHashMap<>();
    for (Tensor tensor : program.state()) {
      boolean weight = program.parameters().contains(tensor) && tensor.name().endsWith(".w");
      values.put(
          tensor,
          weight
              ? SeededValues.uniform(tensor, glorotLimit(tensor.shape()), seed)
              : HostTensor.allocate(tensor));
    }
    return values;
  }

  private static double glorotLimit(Shape shape) {
    if (shape.rank() == 2) {
      return Math.sqrt(6.0 / (shape.dim(0) + shape.dim(1)));
    }
    double window = (double) shape.dim(1) * shape.dim(2);
    return Math.sqrt(6.0 / (window * (shape.dim(0) + shape.dim(3))));
  }
}
