package assay.core.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import assay.core.program.op.Op;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Operations and bytes of each operation, counted by hand on extents that are all different. */
class WorkOfOperationsTest {
  private static final DataType F = DataType.F32;

  private static Op op(Consumer<ProgramBuilder> build) {
    ProgramBuilder p = Program.builder("work");
    build.accept(p);
    return p.build().ops().getLast();
  }

  private static void expect(Op op, long flops, long bytes) {
    assertThat(op.flops()).as("operations of %s", op).isEqualTo(flops);
    assertThat(op.bytes()).as("bytes of %s", op).isEqualTo(bytes);
  }

  /** Two for each multiply-add; a and b of 4 bytes, c read beside them. */
  @Test
  void products() {
    Shape a = Shape.of(2, 3, 5);
    Shape b = Shape.of(2, 5, 7);
    Shape c = Shape.of(2, 3, 7);
    expect(
        op(p -> p.output(p.matMul(p.input("a", a, F), p.input("b", b, F), false, false))),
        2 * 2 * 3 * 5 * 7,
        4 * (30 + 70 + 42));
    expect(
        op(p ->
            p.output(
                p.matMul(
                    p.input("a", a, F),
                    p.input("b", b, F),
                    Optional.of(p.input("c", c, F)),
                    1,
                    1,
                    false,
                    false,
                    F))),
        2 * 2 * 3 * 5 * 7,
        4 * (30 + 70 + 42 + 42));
    expect(
        op(p ->
            p.output(
                p.matMulChain(
                    p.input("a", Shape.of(3, 16, 4), DataType.BF16),
                    p.input("b", Shape.of(2, 4, 8), DataType.BF16),
                    5,
                    F))),
        2 * 3 * 16 * 8 * 4 * 5,
        2 * (192 + 64) + 4 * 384);
  }

  /** x of 2·7·6·3, w of 5·3·2·3; 5 by 5 positions of 3·2·3 multiply-adds for each of 5 filters. */
  @Test
  void convolutionsInEachDirection() {
    Shape x = Shape.of(2, 7, 6, 3);
    Shape w = Shape.of(5, 3, 2, 3);
    Shape y = Shape.of(2, 5, 5, 5);
    Window2d window = Window2d.of(3, 2);
    long flops = 2 * 2 * 5 * 5 * 5 * 3 * 2 * 3;
    long bytes = 4 * (252 + 90 + 250);
    expect(
        op(p -> p.output(p.conv2d(p.input("x", x, F), p.input("w", w, F), window))), flops, bytes);
    expect(
        op(p -> p.output(p.conv2dBackwardInput(p.input("y", y, F), p.input("w", w, F), x, window))),
        flops,
        bytes);
    expect(
        op(p -> p.output(p.conv2dBackwardFilter(p.input("x", x, F), p.input("y", y, F), window))),
        flops,
        bytes);
  }

  @Test
  void elementByElement() {
    Shape s = Shape.of(3, 5);
    expect(op(p -> p.output(p.add(p.input("a", s, F), p.input("b", s, F)))), 15, 180);
    expect(op(p -> p.output(p.biasAdd(p.input("a", s, F), p.input("b", Shape.of(5), F)))), 15, 140);
    expect(op(p -> p.output(p.biasGrad(p.input("a", s, F)))), 15, 80);
    expect(op(p -> p.output(p.relu(p.input("a", s, F)))), 15, 120);
    expect(op(p -> p.output(p.reluGrad(p.input("a", s, F), p.input("b", s, F)))), 15, 180);
    expect(op(p -> p.output(p.triad(p.input("a", s, F), p.input("b", s, F), 0.4))), 30, 180);
    expect(op(p -> p.output(p.fmaChain(p.input("a", s, F), -0.5, 1, 7))), 2 * 15 * 7, 120);
    expect(op(p -> p.output(p.copy(p.input("a", s, F)))), 0, 120);
    expect(op(p -> p.output(p.cast(p.input("a", s, F), DataType.BF16))), 0, 90);
    expect(op(p -> p.output(p.reshape(p.input("a", s, F), Shape.of(15)))), 0, 0);
  }

  /** 2·3·3·4 outputs of windows of 3·2. */
  @Test
  void pooling() {
    Shape x = Shape.of(2, 7, 6, 4);
    Shape y = Shape.of(2, 3, 3, 4);
    Window2d window = new Window2d(3, 2, 2, 2, 0, 0);
    expect(op(p -> p.output(p.maxPool2d(p.input("x", x, F), window))), 72 * 6, 4 * (336 + 72));
    expect(
        op(p ->
            p.output(
                p.maxPool2dGrad(
                    p.input("dy", y, F), p.input("x", x, F), p.input("y", y, F), window))),
        72 * 6,
        4 * (72 + 336 + 72 + 336));
  }

  /** 2·3·5 elements in 5 channels; what is per channel counts once for each tensor. */
  @Test
  void batchNormalization() {
    Shape x = Shape.of(2, 3, 5);
    Shape c = Shape.of(5);
    expect(
        op(p ->
            p.output(
                p.batchNormTraining(
                        p.input("x", x, F),
                        p.input("gamma", c, F),
                        p.input("beta", c, F),
                        p.state("mean", c, F),
                        p.state("variance", c, F),
                        1e-3,
                        0.1)
                    .y())),
        7 * 30,
        4 * (30 + 5 + 5 + 30 + 5 + 5 + 2 * (5 + 5)));
    expect(
        op(p ->
            p.output(
                p.batchNormInference(
                    p.input("x", x, F),
                    p.input("gamma", c, F),
                    p.input("beta", c, F),
                    p.input("mean", c, F),
                    p.input("variance", c, F),
                    1e-3))),
        2 * 30,
        4 * (30 + 4 * 5 + 30));
    expect(
        op(p ->
            p.output(
                p.batchNormGrad(
                        p.input("dy", x, F),
                        p.input("x", x, F),
                        p.input("gamma", c, F),
                        p.input("mean", c, F),
                        p.input("inverse", c, F))
                    .dx())),
        10 * 30,
        4 * (30 + 30 + 3 * 5 + 30 + 2 * 5));
  }

  /** 6 rows of 5. */
  @Test
  void rowNormalization() {
    Shape x = Shape.of(2, 3, 5);
    Shape c = Shape.of(5);
    Shape rows = Shape.of(2, 3);
    expect(
        op(p ->
            p.output(
                p.layerNorm(p.input("x", x, F), p.input("g", c, F), p.input("b", c, F), 1e-3).y())),
        8 * 30,
        4 * (30 + 5 + 5 + 30 + 6 + 6));
    expect(
        op(p ->
            p.output(
                p.layerNormGrad(
                        p.input("dy", x, F),
                        p.input("x", x, F),
                        p.input("g", c, F),
                        p.input("mean", rows, F),
                        p.input("inverse", rows, F))
                    .dx())),
        13 * 30,
        4 * (30 + 30 + 5 + 6 + 6 + 30 + 5 + 5));
    expect(
        op(p -> p.output(p.rmsNorm(p.input("x", x, F), p.input("g", c, F), 1e-3).y())),
        4 * 30,
        4 * (30 + 5 + 30 + 6));
    expect(
        op(p ->
            p.output(
                p.rmsNormGrad(
                        p.input("dy", x, F),
                        p.input("x", x, F),
                        p.input("g", c, F),
                        p.input("inverse", rows, F))
                    .dx())),
        9 * 30,
        4 * (30 + 30 + 5 + 6 + 30 + 5));
  }

  @Test
  void softmaxCrossEntropy() {
    Shape logits = Shape.of(3, 10);
    Shape labels = Shape.of(3);
    expect(
        op(p ->
            p.output(
                p.softmaxCrossEntropy(
                        p.input("x", logits, F), p.input("labels", labels, DataType.S32))
                    .loss())),
        5 * 30,
        4 * (30 + 3 + 1 + 30));
    expect(
        op(p ->
            p.output(
                p.softmaxCrossEntropyGrad(
                    p.input("x", logits, F), p.input("labels", labels, DataType.S32)))),
        2 * 30,
        4 * (30 + 3 + 30));
  }

  private static Op step(Optimizer optimizer) {
    return op(p ->
        p.optimizerStep(
            List.of(p.parameter("p", Shape.of(7), F), p.parameter("q", Shape.of(2, 3), F)),
            List.of(p.input("dp", Shape.of(7), F), p.input("dq", Shape.of(2, 3), F)),
            optimizer,
            new Schedule.Constant(0.1)));
  }

  /** 13 parameters; a parameter, each of its slots and the count of steps are read and written. */
  @Test
  void optimizers() {
    long gradients = 4 * 13;
    long parameters = 2 * 4 * 13;
    long count = 2 * step(new Optimizer.Sgd()).updates().getLast().bytes();
    expect(step(new Optimizer.GradientDescent()), 2 * 13, gradients + parameters + count);
    expect(step(new Optimizer.Sgd()), 2 * 13, gradients + parameters + count);
    expect(step(new Optimizer.Momentum(0.9)), 4 * 13, gradients + 2 * parameters + count);
    expect(step(new Optimizer.Adagrad(1e-7)), 7 * 13, gradients + 2 * parameters + count);
    expect(step(new Optimizer.RmsProp(0.9, 1e-7)), 9 * 13, gradients + 2 * parameters + count);
    expect(step(new Optimizer.Adam(0.9, 0.999, 1e-7)), 14 * 13, gradients + 3 * parameters + count);
  }

  /** Ten numbers in, ten out and a parameter of ten read; 60 are moved if nothing is fused. */
  @Test
  void aFusedProgramMovesWhatEntersAndLeavesIt() {
    ProgramBuilder p = Program.builder("p");
    Tensor x = p.input("x", Shape.of(10), F);
    Tensor sum = p.add(x, p.parameter("w", Shape.of(10), F));
    Work work = Work.of(p.output(p.relu(p.copy(sum))).build(), 5L);
    assertThat(work.samples()).isEqualTo(5);
    assertThat(work.bytes()).isEqualTo(4 * 70);
    assertThat(work.fusedBytes()).isEqualTo(4 * 30);
    assertThat(work.tensorBytes()).isEqualTo(4 * 50);
  }

  /** State that a step updates is read and written. */
  @Test
  void aFusedStepMovesItsStateTwice() {
    Op step = step(new Optimizer.GradientDescent());
    long updated = step.updates().stream().mapToLong(Tensor::bytes).sum();
    Program program =
        new Program("step", List.of(step), step.inputs(), List.of(), step.updates(), List.of());
    assertThat(program.fusedBytes()).isEqualTo(4 * 13 + 2 * updated);
    assertThat(program.fusedBytes()).isEqualTo(program.bytes());
  }

  @Test
  void workIsNeverNegative() {
    assertThat(new Work(0L, 0L, 0L).amount(Rate.FLOPS)).isZero();
    assertThat(new Work(1L, 2L, 3L).amount(Rate.BYTES)).isEqualTo(2);
    assertThat(new Work(1L, 2L, 3L).amount(Rate.SAMPLES)).isEqualTo(3);
    assertThat(new Work(null, 2L, null).amount(Rate.FLOPS)).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Work(1L, 1L, -1L))
        .withMessage("samples must not be negative, is -1");
  }
}
