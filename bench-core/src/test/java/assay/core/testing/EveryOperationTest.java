package assay.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.conformance.Conformance;
import assay.core.conformance.RandomPrograms;
import assay.core.device.Device;
import assay.core.oracle.Reference;
import assay.core.oracle.ReferenceTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Unsupported;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No operation is without a line in the generator of random programs, a rule of the oracle, and a
 * conformance check.
 */
class EveryOperationTest {
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void theGeneratorHasEveryOperationAndTheOracleARule(Precision precision) {
    Set<String> generated = new TreeSet<>();
    LongStream.range(0, RandomPrograms.COUNT)
        .mapToObj(seed -> RandomPrograms.generate(seed, precision.input()))
        .forEach(test -> {
          Map<Tensor, ReferenceTensor> expected =
              Reference.evaluate(test.program(), precision, test.given());
          for (Op op : test.program().ops()) {
            generated.add(op.kind());
            Stream.concat(op.outputs().stream(), op.updates().stream())
                .forEach(written ->
                    assertBounded(Objects.requireNonNull(expected.get(written)), test, op));
          }
        });
    assertThat(generated).isEqualTo(Operations.names());
  }

  /** A bound above what is there would let anything pass. */
  private static void assertBounded(ReferenceTensor value, RandomPrograms.Case test, Op op) {
    double largest = Arrays.stream(value.values()).map(Math::abs).max().orElse(0);
    assertThat(Arrays.stream(value.bounds()).boxed())
        .as("bounds of %s in %s", op, test)
        .allSatisfy(bound -> assertThat(bound).isBetween(0.0, 1 + largest));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void aTargetIsAskedForEveryOperation(Precision precision) {
    Recorder target = new Recorder(new TreeSet<>());
    Conformance.of(target, precision).checks().forEach(Conformance.Check::run);
    assertThat(target.asked).isEqualTo(Operations.names());
  }

  /** Supports nothing and notes what it was asked for. */
  private record Recorder(Set<String> asked) implements Target {
    @Override
    public String id() {
      return "recorder";
    }

    @Override
    public String description() {
      return "notes what it is asked for";
    }

    @Override
    public Availability<Device> probe() {
      return new NaiveTarget().probe();
    }

    @Override
    public List<Precision> precisions() {
      return List.of(Precision.values());
    }

    @Override
    public Optional<Unsupported> unsupported(Program program, Precision precision) {
      program.ops().forEach(op -> asked.add(op.kind()));
      return Optional.of(new Unsupported("all", "it notes what it is asked for"));
    }

    @Override
    public Executable compile(Program program, Precision precision, Options options) {
      throw new IllegalArgumentException("it supports nothing");
    }
  }
}
