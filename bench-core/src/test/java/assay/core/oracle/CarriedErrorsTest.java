package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.conformance.RandomPrograms;
import assay.core.oracle.op.Rules;
import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an error of one element of an operand does to the results, against the bounds: the element
 * moves by its bound in either direction, and the operation is computed again. The bounds must
 * hold, and together they must not be far above what happens.
 */
class CarriedErrorsTest {
  private static final int ELEMENTS = 3;

  /** Relative to the element: far above roundings, and small enough for first-order bounds. */
  private static final double ERROR = 1e-5;

  /** Rows of so few elements are normalized to constants, which no bound knows. */
  private static final int SHORT_ROW = 3;

  static LongStream seeds() {
    return LongStream.range(0, 2 * RandomPrograms.FAMILIES);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void areWithinBoundsThatAreNotFarAbove(long seed) {
    RandomPrograms.Case test = RandomPrograms.generate(seed, DataType.F64);
    Map<Tensor, ReferenceTensor> known = new HashMap<>();
    test.given().forEach((tensor, host) -> known.put(tensor, ReferenceTensor.exact(host)));
    Random random = new Random(seed);
    for (Op op : test.program().ops()) {
      Map<Tensor, ReferenceTensor> before = new HashMap<>();
      for (Tensor tensor : both(op.inputs(), op.updates())) {
        before.put(tensor, ReferenceTensor.exact(tensor, get(known, tensor).values()));
      }
      for (Tensor operand : both(op.inputs(), op.updates())) {
        if (operand.type().isFloating() && !operand.name().endsWith("step")) {
          for (int i = 0; i < ELEMENTS; i++) {
            check(op, before, operand, random.nextInt((int) operand.elements()));
          }
        }
      }
      known.putAll(evaluate(op, before));
    }
  }

  /** Kinds whose bounds add errors as independent ones, or hold for small errors only. */
  private static final String STATISTICAL = "MatMul|Conv.*|SoftmaxCrossEntropy";

  /** Errors of a fifth, two at a time: what one does depends on the other. */
  @ParameterizedTest
  @MethodSource("seeds")
  void ofTwoElementsAreWithinBounds(long seed) {
    RandomPrograms.Case test = RandomPrograms.generate(seed, DataType.F64);
    Map<Tensor, ReferenceTensor> known = new HashMap<>();
    test.given().forEach((tensor, host) -> known.put(tensor, ReferenceTensor.exact(host)));
    Random random = new Random(seed);
    for (Op op : test.program().ops()) {
      Map<Tensor, ReferenceTensor> before = new HashMap<>();
      for (Tensor tensor : both(op.inputs(), op.updates())) {
        before.put(tensor, ReferenceTensor.exact(tensor, get(known, tensor).values()));
      }
      List<Tensor> operands =
          before.keySet().stream()
              .filter(tensor -> tensor.type().isFloating() && !tensor.name().endsWith("step"))
              .sorted(Comparator.comparing(Tensor::name))
              .toList();
      for (int i = 0; i < 2 * ELEMENTS && !op.kind().matches(STATISTICAL); i++) {
        Tensor one = operands.get(random.nextInt(operands.size()));
        Tensor other = operands.get(random.nextInt(operands.size()));
        checkTwo(
            op,
            before,
            one,
            random.nextInt((int) one.elements()),
            other,
            random.nextInt((int) other.elements()));
      }
      known.putAll(evaluate(op, before));
    }
  }

  private static void checkTwo(
      Op op, Map<Tensor, ReferenceTensor> before, Tensor one, int i, Tensor other, int j) {
    double first = 0.2 * Math.abs(get(before, one).values()[i]);
    double second = 0.2 * Math.abs(get(before, other).values()[j]);
    Map<Tensor, ReferenceTensor> bounded =
        evaluate(op, with(with(before, one, i, 0, first), other, j, 0, second));
    for (int signs = 0; signs < 4; signs++) {
      double up = (signs & 1) == 0 ? first : -first;
      double along = (signs & 2) == 0 ? second : -second;
      Map<Tensor, ReferenceTensor> moved =
          evaluate(op, with(with(before, one, i, up, 0), other, j, along, 0));
      for (Tensor result : both(op.outputs(), op.updates())) {
        for (int k = 0; k < result.elements(); k++) {
          double distance =
              Math.abs(get(moved, result).values()[k] - get(bounded, result).values()[k]);
          assertThat(distance)
              .as("element %d of %s, if %s %d and %s %d move: %s", k, result, one, i, other, j, op)
              .isLessThanOrEqualTo(get(bounded, result).bounds()[k] * (1 + 1e-9));
        }
      }
    }
  }

  private static void check(Op op, Map<Tensor, ReferenceTensor> before, Tensor operand, int at) {
    double error = ERROR * Math.abs(get(before, operand).values()[at]);
    Map<Tensor, ReferenceTensor> exact = evaluate(op, before);
    Map<Tensor, ReferenceTensor> bounded = evaluate(op, with(before, operand, at, 0, error));
    Map<Tensor, ReferenceTensor> up = evaluate(op, with(before, operand, at, error, 0));
    Map<Tensor, ReferenceTensor> down = evaluate(op, with(before, operand, at, -error, 0));
    for (Tensor result : both(op.outputs(), op.updates())) {
      double allCarried = 0;
      double allMoved = 0;
      double[] values = get(exact, result).values();
      assertThat(get(bounded, result).values()).isEqualTo(values);
      for (int j = 0; j < values.length; j++) {
        double bound = get(bounded, result).bounds()[j];
        double moved =
            Math.max(
                Math.abs(get(up, result).values()[j] - values[j]),
                Math.abs(get(down, result).values()[j] - values[j]));
        assertThat(moved)
            .as("element %d of %s, if element %d of %s moves: %s", j, result, at, operand, op)
            .isLessThanOrEqualTo(bound * (1 + 1e-3));
        allCarried += bound - get(exact, result).bounds()[j];
        allMoved += moved;
      }
      boolean constant = op.kind().matches("(Layer|Rms).*") && operand.shape().dim(-1) <= SHORT_ROW;
      if (!constant) {
        assertThat(allCarried)
            .as("bounds of %s, if element %d of %s moves: %s", result, at, operand, op)
            .isLessThanOrEqualTo(3 * allMoved + 1e-12);
      }
    }
  }

  /** The operands with one element moved and given a bound. */
  private static Map<Tensor, ReferenceTensor> with(
      Map<Tensor, ReferenceTensor> before, Tensor operand, int at, double by, double bound) {
    double[] values = get(before, operand).values().clone();
    double[] bounds = get(before, operand).bounds().clone();
    values[at] += by;
    bounds[at] += bound;
    Map<Tensor, ReferenceTensor> changed = new HashMap<>(before);
    changed.put(operand, new ReferenceTensor(operand, values, bounds));
    return changed;
  }

  private static Map<Tensor, ReferenceTensor> evaluate(Op op, Map<Tensor, ReferenceTensor> known) {
    Evaluation evaluation = new Evaluation(known, new ErrorModel(Precision.F64), true);
    Rules.of(op).evaluate(evaluation);
    return evaluation.all();
  }

  private static ReferenceTensor get(Map<Tensor, ReferenceTensor> values, Tensor tensor) {
    return Objects.requireNonNull(values.get(tensor));
  }

  private static List<Tensor> both(List<Tensor> first, List<Tensor> second) {
    List<Tensor> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
