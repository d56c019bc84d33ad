package assay.core.oracle;

import assay.core.oracle.op.Rule;
import assay.core.oracle.op.Rules;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Checks a target's results against the oracle.
 *
 * <ul>
 *   <li>{@code entrywise}: every element against the oracle's value and bound. All programs of
 *       several operations, and all small ones.
 *   <li>{@code freivalds+sampled}: programs of one matrix product or convolution with more than
 *       {@value #PRODUCT_FLOPS} operations, or with more than {@value #EVERY_ELEMENT_FLOPS} if
 *       every element is asked for; see {@link Freivalds}.
 *   <li>{@code streamed}: programs of one elementwise operation, or one chain of products, with
 *       more than {@value #STREAM_ELEMENTS} elements: every element, chunk by chunk.
 * </ul>
 *
 * <p>Floating-point products must also have the effective bits that their precision leads one to
 * expect; see {@link EffectiveBits}.
 */
public final class Verifier {
  /** Operations above which a product is projected instead of computed. */
  static final long PRODUCT_FLOPS = 500_000_000;

  /** The same if every element is asked for, which takes a few seconds. */
  static final long EVERY_ELEMENT_FLOPS = 4_000_000_000L;

  /**
   * Elements of a product above which it is always projected: the oracle needs 48 bytes for each.
   */
  private static final long PRODUCT_ELEMENTS = 1L << 25;

  /** Elements above which an elementwise operation is checked chunk by chunk. */
  static final long STREAM_ELEMENTS = 1_000_000;

  private Verifier() {}

  /**
   * Checks one execution of a program, large products by projection.
   *
   * @param given inputs, and state as it was before the execution; absent state was zero
   * @param actual every output and, optionally, state after the execution
   * @param seed of the random projections and samples
   * @throws IllegalArgumentException if an input or an output is missing
   */
  public static Verdict verify(
      Program program,
      Precision precision,
      Map<Tensor, HostTensor> given,
      Map<Tensor, HostTensor> actual,
      long seed) {
    return verify(program, new ErrorModel(precision), given, actual, false, seed);
  }

  /**
   * The same with choices.
   *
   * @param model the precision on the device that computed
   * @param everyElement whether to compare every element of products that are not too large for it,
   *     at up to a hundred times the cost
   */
  public static Verdict verify(
      Program program,
      ErrorModel model,
      Map<Tensor, HostTensor> given,
      Map<Tensor, HostTensor> actual,
      boolean everyElement,
      long seed) {
    program.outputs().forEach(output -> Rule.operand(actual, output));
    if (program.ops().size() != 1) {
      return compare(Reference.evaluate(program, model, given), actual);
    }
    Op op = program.ops().getFirst();
    return large(op, model, given, actual, everyElement, seed)
        .orElseGet(() -> {
          Map<Tensor, ReferenceTensor> expected = Reference.evaluate(program, model, given);
          Verdict verdict = compare(expected, actual);
          return verdict.passed() ? withBits(verdict, op, model, given, expected, actual) : verdict;
        });
  }

  private static Verdict withBits(
      Verdict verdict,
      Op op,
      ErrorModel model,
      Map<Tensor, HostTensor> given,
      Map<Tensor, ReferenceTensor> expected,
      Map<Tensor, HostTensor> actual) {
    if (op.outputs().isEmpty()) {
      return verdict;
    }
    Tensor out = op.outputs().getFirst();
    ReferenceTensor reference = Objects.requireNonNull(expected.get(out));
    return Rules.of(op)
        .projection(given)
        .filter(_ -> out.type().isFloating())
        .map(product ->
            RowErrors.bits(
                product,
                reference,
                Rule.operand(actual, out),
                op.inputs().getFirst().type(),
                model))
        .map(verdict::with)
        .orElse(verdict);
  }

  /**
   * Compares element by element with given values, for callers that check one execution repeatedly
   * or follow state over several.
   */
  public static Verdict compare(
      Map<Tensor, ReferenceTensor> expected, Map<Tensor, HostTensor> actual) {
    Comparison comparison = new Comparison();
    for (Map.Entry<Tensor, HostTensor> entry : actual.entrySet()) {
      ReferenceTensor reference = expected.get(entry.getKey());
      if (reference == null) {
        throw new IllegalArgumentException("the program has no " + entry.getKey());
      }
      comparison.compare(reference, entry.getValue());
    }
    return comparison.verdict("entrywise");
  }

  private static Optional<Verdict> large(
      Op op,
      ErrorModel model,
      Map<Tensor, HostTensor> given,
      Map<Tensor, HostTensor> actual,
      boolean everyElement,
      long seed) {
    Rule rule = Rules.of(op);
    long elements =
        Stream.concat(op.inputs().stream(), op.outputs().stream())
            .mapToLong(Tensor::elements)
            .sum();
    boolean compute = everyElement && elements <= PRODUCT_ELEMENTS;
    if (op.flops() > (compute ? EVERY_ELEMENT_FLOPS : PRODUCT_FLOPS)) {
      Optional<Projection> projection = rule.projection(given);
      if (projection.isPresent()) {
        HostTensor result = Rule.operand(actual, op.outputs().getFirst());
        DataType operand = op.inputs().getFirst().type();
        Comparison comparison = new Comparison();
        Freivalds freivalds = new Freivalds(projection.get(), result, operand, model);
        freivalds.check(new Random(seed), comparison);
        Verdict verdict = comparison.verdict("freivalds+sampled");
        boolean known = verdict.passed() && result.tensor().type().isFloating();
        return Optional.of(known ? verdict.with(freivalds.bits()) : verdict);
      }
    }
    boolean many = !op.outputs().isEmpty() && op.outputs().getFirst().elements() > STREAM_ELEMENTS;
    return many
        ? rule.streamed(model, given, actual).map(comparison -> comparison.verdict("streamed"))
        : Optional.empty();
  }
}
