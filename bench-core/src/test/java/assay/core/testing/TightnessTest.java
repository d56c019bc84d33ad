package assay.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.conformance.RandomPrograms;
import assay.core.oracle.Reference;
import assay.core.oracle.ReferenceTensor;
import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No false alarms for correct arithmetic in any order, and how tight the bounds are. */
class TightnessTest {
  private static final int CASES = 20 * RandomPrograms.FAMILIES;

  /** Worst ratio of error to bound per kind of operation, over several orders of summation. */
  private final Map<String, Double> worst = new TreeMap<>();

  @Test
  void boundsHoldInSinglePrecision() {
    for (Arithmetic.Order order : Arithmetic.Order.values()) {
      for (long seed = 0; seed < CASES; seed++) {
        check(RandomPrograms.generate(seed, DataType.F32), Precision.F32, order);
      }
    }
    System.out.println("worst error/bound, f32: " + worst);
    assertThat(worst).allSatisfy((_, ratio) -> assertThat(ratio).isLessThan(1));
    assertThat(worst.keySet()).isEqualTo(Operations.names());
  }

  @ParameterizedTest
  @EnumSource(names = {"F64", "TF32"})
  void boundsHoldInOtherPrecisions(Precision precision) {
    for (long seed = 0; seed < CASES; seed++) {
      check(
          RandomPrograms.generate(seed, precision.input()), precision, Arithmetic.Order.SEQUENTIAL);
    }
    System.out.println("worst error/bound, " + precision.id() + ": " + worst);
    assertThat(worst).allSatisfy((_, ratio) -> assertThat(ratio).isLessThan(1));
  }

  private void check(RandomPrograms.Case test, Precision precision, Arithmetic.Order order) {
    Map<Tensor, ReferenceTensor> expected =
        Reference.evaluate(test.program(), precision, test.given());
    Memory memory = new Memory();
    test.given().values().forEach(memory::put);
    for (Op op : test.program().ops()) {
      NaiveOps.execute(op, precision, order, memory);
      double ratio =
          java.util.stream.Stream.concat(op.outputs().stream(), op.updates().stream())
              .mapToDouble(
                  t -> ratio(java.util.Objects.requireNonNull(expected.get(t)), memory.get(t)))
              .max()
              .orElse(0);
      assertThat(ratio).as("%s %s at %s", test, order, op).isLessThanOrEqualTo(1);
      worst.merge(op.kind(), ratio, Math::max);
    }
  }

  private static double ratio(ReferenceTensor expected, double[] actual) {
    DoubleStream.Builder ratios = DoubleStream.builder();
    for (int i = 0; i < actual.length; i++) {
      double error = Math.abs(actual[i] - expected.values()[i]);
      ratios.add(error == 0 ? 0 : error / expected.bounds()[i]);
    }
    return Arrays.stream(ratios.build().toArray()).max().orElse(0);
  }
}
