package assay.core.testing;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Tensor;
import assay.core.program.op.Add;
import assay.core.program.op.BatchNormGrad;
import assay.core.program.op.BatchNormInference;
import assay.core.program.op.BatchNormTraining;
import assay.core.program.op.BiasAdd;
import assay.core.program.op.BiasGrad;
import assay.core.program.op.Cast;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.Copy;
import assay.core.program.op.FmaChain;
import assay.core.program.op.LayerNorm;
import assay.core.program.op.LayerNormGrad;
import assay.core.program.op.MatMul;
import assay.core.program.op.MatMulChain;
import assay.core.program.op.MaxPool2d;
import assay.core.program.op.MaxPool2dGrad;
import assay.core.program.op.Op;
import assay.core.program.op.OptimizerStep;
import assay.core.program.op.Relu;
import assay.core.program.op.ReluGrad;
import assay.core.program.op.Reshape;
import assay.core.program.op.RmsNorm;
import assay.core.program.op.RmsNormGrad;
import assay.core.program.op.SoftmaxCrossEntropy;
import assay.core.program.op.SoftmaxCrossEntropyGrad;
import assay.core.program.op.Triad;
import assay.core.spi.TargetException;
import java.util.function.DoubleBinaryOperator;

/** Dispatch of the naive target, and its element-wise operations. */
final class NaiveOps {
  private final Arithmetic math;
  private final Memory memory;

  private NaiveOps(Arithmetic math, Memory memory) {
    this.math = math;
    this.memory = memory;
  }

  static void execute(Op op, Precision precision, Arithmetic.Order order, Memory memory) {
    Tensor any = op.outputs().isEmpty() ? op.updates().getFirst() : op.outputs().getFirst();
    boolean single = any.type() != DataType.F64 && any.type() != DataType.S32;
    Arithmetic math = new Arithmetic(single, order);
    NaiveOps simple = new NaiveOps(math, memory);
    NaiveProducts products = new NaiveProducts(math, precision, memory);
    NaiveNorms norms = new NaiveNorms(math, memory);
    NaiveRowNorms rows = new NaiveRowNorms(math, memory);
    switch (op) {
      case Add o -> simple.binary(o.a(), o.b(), o.out(), math::add);
      case BiasAdd o -> simple.binary(o.x(), o.bias(), o.out(), math::add);
      case Triad o -> {
        double scale = math.round(o.scale());
        simple.binary(o.b(), o.c(), o.out(), (b, c) -> math.add(b, math.multiply(scale, c)));
      }
      case Relu o -> simple.binary(o.x(), o.x(), o.out(), (x, _) -> Math.max(x, 0));
      case ReluGrad o -> simple.binary(o.dy(), o.y(), o.dx(), (dy, y) -> y > 0 ? dy : 0);
      case Copy o -> simple.binary(o.x(), o.x(), o.out(), (x, _) -> x);
      case Reshape o -> simple.binary(o.x(), o.x(), o.out(), (x, _) -> x);
      case Cast o -> simple.binary(o.x(), o.x(), o.out(), (x, _) -> x);
      case FmaChain o -> simple.chain(o);
      case MatMulChain o -> products.chain(o);
      case BiasGrad o -> simple.biasGrad(o);
      case MatMul o -> products.matMul(o);
      case Conv2d o -> products.conv2d(o);
      case Conv2dBackwardInput o -> products.backwardInput(o);
      case Conv2dBackwardFilter o -> products.backwardFilter(o);
      case MaxPool2d o -> NaivePooling.forward(o, memory);
      case MaxPool2dGrad o -> NaivePooling.gradient(o, math, memory);
      case BatchNormTraining o -> norms.training(o);
      case BatchNormInference o -> norms.inference(o);
      case BatchNormGrad o -> norms.gradient(o);
      case LayerNorm o -> rows.layerNorm(o);
      case LayerNormGrad o -> rows.layerNormGradient(o);
      case RmsNorm o -> rows.rmsNorm(o);
      case RmsNormGrad o -> rows.rmsNormGradient(o);
      case SoftmaxCrossEntropy o -> simple.softmax(o);
      case SoftmaxCrossEntropyGrad o -> simple.softmaxGradient(o);
      case OptimizerStep o -> NaiveOptimizers.step(o, math, memory);
    }
  }

  private void binary(Tensor first, Tensor second, Tensor out, DoubleBinaryOperator function) {
    double[] a = memory.get(first);
    double[] b = memory.get(second);
    double[] values = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      values[i] = function.applyAsDouble(a[i], b[i % b.length]);
    }
    memory.put(out, values);
  }

  private void chain(FmaChain op) {
    double multiplier = math.round(op.multiplier());
    double offset = math.round(op.offset());
    double[] values = memory.get(op.x()).clone();
    for (int i = 0; i < values.length; i++) {
      for (long step = 0; step < op.steps(); step++) {
        double factor = step % 2 == 0 ? values[i] : offset;
        values[i] = math.round(Math.fma(multiplier, factor, values[i]));
      }
    }
    memory.put(op.out(), values);
  }

  private void biasGrad(BiasGrad op) {
    double[] dy = memory.get(op.dy());
    int channels = Math.toIntExact(op.db().elements());
    int count = dy.length / channels;
    double[] values = new double[channels];
    double[] terms = new double[count];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < count; i++) {
        terms[i] = dy[i * channels + c];
      }
      values[c] = math.sum(terms, count);
    }
    memory.put(op.db(), values);
  }

  private void softmax(SoftmaxCrossEntropy op) {
    double[] logits = memory.get(op.logits());
    double[] labels = memory.get(op.labels());
    int width = logits.length / labels.length;
    double[] p = new double[logits.length];
    double[] losses = new double[labels.length];
    double[] terms = new double[width];
    for (int b = 0; b < labels.length; b++) {
      double max = logits[b * width];
      for (int j = 1; j < width; j++) {
        max = Math.max(max, logits[b * width + j]);
      }
      for (int j = 0; j < width; j++) {
        terms[j] = math.round(Math.exp(math.add(logits[b * width + j], -max)));
      }
      double sum = math.sum(terms, width);
      for (int j = 0; j < width; j++) {
        p[b * width + j] = math.divide(terms[j], sum);
      }
      if (labels[b] < 0 || labels[b] >= width) {
        throw new TargetException("label %.0f is not in [0, %d)".formatted(labels[b], width));
      }
      double shifted = math.add(logits[b * width + (int) labels[b]], -max);
      losses[b] = math.add(math.round(Math.log(sum)), -shifted);
    }
    memory.put(op.probabilities(), p);
    double total = math.sum(losses, losses.length);
    memory.put(op.loss(), new double[] {math.divide(total, labels.length)});
  }

  private void softmaxGradient(SoftmaxCrossEntropyGrad op) {
    double[] labels = memory.get(op.labels());
    double[] values = memory.get(op.probabilities()).clone();
    int width = values.length / labels.length;
    for (int i = 0; i < values.length; i++) {
      double hot = i % width == (int) labels[i / width] ? 1 : 0;
      values[i] = math.divide(math.add(values[i], -hot), labels.length);
    }
    memory.put(op.dlogits(), values);
  }
}
