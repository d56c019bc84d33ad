package assay.core.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Every mistake is one clear message when the program is built; work is counted as defined. */
class ProgramErrorsTest {
  private static final DataType F32 = DataType.F32;
  private final ProgramBuilder p = Program.builder("test");

  private static Tensor tensor(String name, long... dims) {
    return new Tensor(name, Shape.of(dims), F32);
  }

  private static void fails(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(ProgramException.class).hasMessageContaining(message);
  }

  @Test
  void shapes() {
    fails(() -> Shape.of(), "rank 0; must be 1 to 4");
    fails(() -> Shape.of(1, 2, 3, 4, 5), "rank 5; must be 1 to 4");
    fails(() -> Shape.of(3, 0), "extent of 0; every extent must be at least 1");
    fails(() -> Shape.of(-2), "extent of -2");
    fails(() -> Shape.of(1L << 31, 1L << 31), "overflows: its size in bytes does not fit 64 bits");
    fails(() -> Shape.of(Long.MAX_VALUE), "overflows");
    assertThat(Shape.of(1L << 29, 1L << 29).elements()).isEqualTo(1L << 58);
    assertThat(Shape.of(2, 3, 4).position(23)).isEqualTo("[1, 2, 3]");
  }

  @Test
  void namesAndValues() {
    fails(() -> tensor("a b", 1), "tensor name 'a b' must consist of");
    fails(() -> HostTensor.of(tensor("a", 2), 1), "needs 2 values; got 1");
  }

  @Test
  void matMul() {
    Tensor a = tensor("a", 2, 3);
    fails(
        () -> p.matMul(a, tensor("b", 4, 5), false, false),
        "inner extents differ: op(a) is 2×3, op(b) is 4×5");
    fails(() -> p.matMul(a, tensor("b", 3), false, false), "needs operands of rank 2");
    fails(
        () -> p.matMul(tensor("a", 2, 3, 4), tensor("b", 5, 4, 3), false, false), "batches differ");
    Tensor b = tensor("b", 3, 5);
    fails(
        () -> p.matMul(a, b, Optional.empty(), 1, 1, false, false, F32),
        "has c if and only if beta is not 0");
    fails(
        () -> p.matMul(a, b, Optional.of(tensor("c", 5, 2)), 1, 1, false, false, F32),
        "c must be like out");
    fails(
        () -> p.matMul(a, b, Optional.empty(), Double.NaN, 0, false, false, F32),
        "needs finite alpha and beta");
    fails(
        () -> p.matMul(a, b, Optional.empty(), 1, 0, false, false, DataType.F64),
        "MatMul of F32 cannot write F64");
  }

  @Test
  void convolutionAndPooling() {
    Tensor x = tensor("x", 1, 4, 4, 3);
    Window2d window = Window2d.of(3, 3);
    fails(() -> p.conv2d(x, tensor("w", 2, 3, 3, 4), window), "has 3 channels, the filters 4");
    fails(() -> p.conv2d(x, tensor("w", 2, 5, 3, 3), window), "do not have the window's extents");
    fails(() -> p.conv2d(tensor("x", 4, 4), tensor("w", 2, 3, 3, 3), window), "must be NHWC");
    fails(
        () -> p.conv2d(x, tensor("w", 2, 5, 5, 3), Window2d.of(5, 5)),
        "larger than the input's height 4");
    fails(() -> Window2d.of(0, 1), "extents must be at least 1");
    fails(() -> new Window2d(1, 1, 0, 1, 0, 0), "strides must be at least 1");
    fails(() -> new Window2d(1, 1, 1, 1, -1, 0), "must not be negative");
    fails(() -> p.maxPool2d(x, new Window2d(2, 2, 1, 1, 2, 0)), "padding smaller than its window");
  }

  @Test
  void otherOperations() {
    Tensor x = tensor("x", 2, 3);
    fails(() -> p.add(x, tensor("y", 3, 2)), "Add needs tensors of the same shape");
    fails(() -> p.biasAdd(x, tensor("b", 2)), "needs a bias of shape 3");
    fails(() -> p.reshape(x, Shape.of(5)), "Reshape keeps type and number of elements");
    fails(() -> p.cast(x, F32), "two different floating-point types");
    fails(() -> p.triad(x, x, Double.NaN), "finite scale");
    fails(() -> p.fmaChain(x, 0.1, 0, 1), "multiplier from -2 to 0");
    fails(() -> p.fmaChain(x, -2.1, 0, 1), "multiplier from -2 to 0");
    fails(() -> p.fmaChain(x, -1, 0, 0), "at least one step");
    fails(() -> p.softmaxCrossEntropy(x, tensor("l", 2)), "needs s32 labels of shape 2");
    Tensor channel = tensor("g", 3);
    fails(
        () -> p.batchNormInference(x, channel, channel, channel, channel, 0),
        "needs a positive epsilon");
    fails(
        () -> p.batchNormInference(x, x, channel, channel, channel, 1),
        "needs per-channel tensors of shape 3");
    fails(
        () -> p.batchNormTraining(tensor("x", 1, 3), channel, channel, channel, channel, 1, 0.1),
        "at least two elements per channel");
    fails(() -> new Optimizer.Momentum(1), "momentum 1.0 must be in [0, 1)");
    fails(() -> new Optimizer.Adam(0.9, 1, 1e-7), "must be in [0, 1)");
    fails(() -> new Schedule.Constant(0), "must be positive");
    fails(
        () -> p.optimizerStep(List.of(x), List.of(), new Optimizer.Sgd(), new Schedule.Constant(1)),
        "has 1 parameters, but 0 gradients");
  }

  @Test
  void programs() {
    fails(() -> Program.builder("empty").build(), "has no operations");
    fails(() -> p.output(p.relu(tensor("x", 2))).build(), "reads x[2 f32] before anything writes");
    ProgramBuilder unused = Program.builder("unused");
    unused.input("y", Shape.of(1), F32);
    unused.output(unused.relu(unused.input("x", Shape.of(1), F32)));
    fails(unused::build, "never uses y[1 f32]");
    ProgramBuilder twice = Program.builder("twice");
    twice.output(twice.add(twice.input("x", Shape.of(1), F32), twice.input("x", Shape.of(1), F32)));
    fails(twice::build, "declares an input or state twice");
    ProgramBuilder silent = Program.builder("silent");
    silent.relu(silent.input("x", Shape.of(1), F32));
    fails(silent::build, "has neither outputs nor updated state");
    ProgramBuilder untrained = Program.builder("untrained");
    Tensor y = untrained.relu(untrained.input("x", Shape.of(1), F32));
    untrained.output(y);
    Program forward = untrained.build();
    fails(
        () -> forward.trainingStep(y, new Optimizer.Sgd(), new Schedule.Constant(1)),
        "has no parameters to train");
    fails(() -> forward.tensor("z"), "has no tensor z");
  }

  @Test
  void workIsCountedAsDefined() {
    Tensor a = p.input("a", Shape.of(4, 2, 3), F32);
    Tensor b = p.input("b", Shape.of(4, 3, 5), F32);
    p.output(p.matMul(a, b, false, false));
    Program product = p.build();
    assertThat(product.flops()).isEqualTo(2 * 4 * 2 * 3 * 5);
    assertThat(product.bytes()).isEqualTo(4 * (24 + 60 + 40));
    ProgramBuilder c = Program.builder("conv");
    Tensor x = c.input("x", Shape.of(2, 5, 5, 3), F32);
    Tensor w = c.input("w", Shape.of(7, 3, 3, 3), F32);
    c.output(c.conv2d(x, w, new Window2d(3, 3, 2, 2, 1, 1)));
    assertThat(c.build().flops()).isEqualTo(2L * (2 * 3 * 3 * 7) * (3 * 3 * 3));
    ProgramBuilder t = Program.builder("triad");
    Tensor v = t.input("v", Shape.of(10), F32);
    t.output(t.triad(v, v, 2)).output(t.fmaChain(v, -1, 1, 8)).output(t.reshape(v, Shape.of(2, 5)));
    assertThat(t.build().flops()).isEqualTo(20 + 160);
  }
}
