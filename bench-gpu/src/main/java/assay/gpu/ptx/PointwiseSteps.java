package assay.gpu.ptx;

import assay.core.program.DataType;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.Add;
import assay.core.program.op.BiasAdd;
import assay.core.program.op.Cast;
import assay.core.program.op.FmaChain;
import assay.core.program.op.MaxPool2d;
import assay.core.program.op.MaxPool2dGrad;
import assay.core.program.op.Relu;
import assay.core.program.op.ReluGrad;
import assay.core.program.op.Triad;
import assay.gpu.compile.Step;
import assay.gpu.compile.Workspace;
import assay.gpu.driver.Arguments;

/** Operations in which each thread writes its own elements. */
final class PointwiseSteps {
  private static final String ELEMENTWISE = "elementwise";
  private static final String POOL = "pool";

  /** Bytes a thread moves at a time. */
  private static final int VECTOR = 16;

  private final Workspace space;

  PointwiseSteps(Workspace space) {
    this.space = space;
  }

  private Step over(long elements, String module, String kernel, Arguments arguments) {
    return Launch.over(
        elements, space.gpu().multiprocessors(), space.kernel(module, kernel), arguments);
  }

  private Arguments addresses(Tensor... tensors) {
    Arguments arguments = new Arguments();
    for (Tensor tensor : tensors) {
      arguments.address(space.address(tensor));
    }
    return arguments;
  }

  private Step simple(String kernel, Tensor out, Tensor... operands) {
    Arguments arguments = addresses(operands).address(space.address(out));
    arguments.i64(out.elements()).i32(TypeCode.of(out));
    return over(out.elements(), ELEMENTWISE, kernel, arguments);
  }

  Step add(Add op) {
    return simple("add", op.out(), op.a(), op.b());
  }

  Step relu(Relu op) {
    return simple("relu", op.out(), op.x());
  }

  Step reluGrad(ReluGrad op) {
    return simple("relu_grad", op.dx(), op.dy(), op.y());
  }

  Step biasAdd(BiasAdd op) {
    Tensor out = op.out();
    Arguments arguments =
        addresses(op.x(), op.bias(), out)
            .i64(out.elements())
            .i64(op.bias().elements())
            .i32(TypeCode.of(out));
    return over(out.elements(), ELEMENTWISE, "bias_add", arguments);
  }

  Step cast(Cast op) {
    Arguments arguments =
        addresses(op.x(), op.out())
            .i64(op.x().elements())
            .i32(TypeCode.of(op.x()))
            .i32(TypeCode.of(op.out()));
    return over(op.x().elements(), ELEMENTWISE, "cast", arguments);
  }

  /** The same bytes, of any type. */
  Step copy(Tensor from, Tensor to) {
    Arguments arguments = addresses(from, to).i64(from.bytes());
    return over((from.bytes() + VECTOR - 1) / VECTOR, ELEMENTWISE, "copy_bytes", arguments);
  }

  Step triad(Triad op) {
    Tensor out = op.out();
    Arguments arguments = addresses(op.b(), op.c(), out).i64(out.elements()).f32(op.scale());
    long vectors = (out.bytes() + VECTOR - 1) / VECTOR;
    return out.type() == DataType.F32
        ? over(vectors, ELEMENTWISE, "triad_f32", arguments)
        : over(vectors, ELEMENTWISE, "triad_16bit", arguments.i32(TypeCode.of(out)));
  }

  Step fmaChain(FmaChain op) {
    Arguments arguments =
        addresses(op.x(), op.out())
            .i64(op.out().elements())
            .f32(op.multiplier())
            .f32(op.offset())
            .i64(op.steps());
    return over(op.out().elements(), ELEMENTWISE, "fma_chain", arguments);
  }

  Step maxPool(MaxPool2d op) {
    Arguments arguments =
        addresses(op.x(), op.y())
            .ints(pool(op.x().shape(), op.y().shape(), op.window()))
            .i32(TypeCode.of(op.x()));
    return over(op.y().elements(), POOL, "max_pool", arguments);
  }

  Step maxPoolGrad(MaxPool2dGrad op) {
    Arguments arguments =
        addresses(op.dy(), op.x(), op.dx())
            .ints(pool(op.x().shape(), op.y().shape(), op.window()))
            .i32(TypeCode.of(op.x()));
    return over(op.dx().elements(), POOL, "max_pool_grad", arguments);
  }

  /** {@code struct Pool} of {@code pool.cu}. */
  private static int[] pool(Shape x, Shape y, Window2d window) {
    return new int[] {
      (int) x.dim(0),
      (int) x.dim(1),
      (int) x.dim(2),
      (int) x.dim(3),
      (int) y.dim(1),
      (int) y.dim(2),
      window.height(),
      window.width(),
      window.strideH(),
      window.strideW(),
      window.padH(),
      window.padW()
    };
  }
}
