package assay.core.workload;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.MatMul;
import assay.core.program.op.Op;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Inputs of one floating-point product that are harder to compute with than normal values. */
public final class HardInputs {
  private static final int BLOCK = 1 << 14;

  private final Product product;
  private final long seed;

  /**
   * A product of two operands.
   *
   * @param firstAxis axis of the first operand that is summed over, alone or among others
   * @param secondAxis the same of the second operand; equally long
   * @param terms in each sum
   */
  private record Product(
      Tensor first,
      int firstAxis,
      Tensor second,
      int secondAxis,
      long terms,
      double alpha,
      double beta,
      Optional<Tensor> addend,
      Tensor out) {}

  private HardInputs(Product product, long seed) {
    this.product = product;
    this.seed = seed;
  }

  /** Those of a program that is a single floating-point product; empty for any other program. */
  public static Optional<HardInputs> of(Program program, long seed) {
    return program.ops().size() == 1
        ? product(program.ops().getFirst())
            .filter(found -> found.out.type().isFloating() && !found.first.equals(found.second))
            .map(found -> new HardInputs(found, seed))
        : Optional.empty();
  }

  private static Optional<Product> product(Op op) {
    return switch (op) {
      case MatMul o -> {
        int rank = o.a().shape().rank();
        yield Optional.of(
            new Product(
                o.a(),
                o.transposeA() ? rank - 2 : rank - 1,
                o.b(),
                o.transposeB() ? rank - 1 : rank - 2,
                o.k(),
                o.alpha(),
                o.beta(),
                o.c(),
                o.out()));
      }
      case Conv2d o ->
          convolution(o.x(), 3, o.w(), 3, o.w().elements() / o.w().shape().dim(0), o.y());
      case Conv2dBackwardInput o ->
          convolution(o.dy(), 3, o.w(), 0, o.w().elements() / o.w().shape().dim(3), o.dx());
      case Conv2dBackwardFilter o ->
          convolution(o.x(), 0, o.dy(), 0, o.dy().elements() / o.dy().shape().dim(3), o.dw());
      default -> Optional.empty();
    };
  }

  private static Optional<Product> convolution(
      Tensor first, int firstAxis, Tensor second, int secondAxis, long terms, Tensor out) {
    return Optional.of(
        new Product(first, firstAxis, second, secondAxis, terms, 1, 0, Optional.empty(), out));
  }

  /**
   * Normal values, of which the first operand's are scaled by a power of two for each index of the
   * axis that is summed over, and the second operand's by its inverse: elements differ by many
   * binades, products do not. Arithmetic that gives a row or a block one common exponent, or takes
   * fewer exponents than the type has, loses most of them.
   */
  public Map<Tensor, HostTensor> wideRange() {
    SplittableRandom random = new SplittableRandom(SeededValues.mix(seed));
    int range = range(product.first.type());
    int[] exponents =
        random.ints(product.first.shape().dim(product.firstAxis), -range, range + 1).toArray();
    HostTensor first = SeededValues.normal(product.first, seed);
    HostTensor second = SeededValues.normal(product.second, seed);
    scale(first, product.firstAxis, exponents, 1);
    scale(second, product.secondAxis, exponents, -1);
    Map<Tensor, HostTensor> values = inputs(first, second);
    product.addend.ifPresent(c -> values.put(c, SeededValues.normal(c, seed)));
    return values;
  }

  /** Binades up and down that leave values of the type and their squares in range. */
  private static int range(DataType type) {
    return switch (type) {
      case F64 -> 200;
      case F32, BF16 -> 30;
      case F16 -> 5;
      case F8E4M3 -> 3;
      case S8, S32 -> 0;
    };
  }

  private static void scale(HostTensor values, int axis, int[] exponents, int sign) {
    long length = exponents.length;
    long inner = 1;
    for (int later = axis + 1; later < values.tensor().shape().rank(); later++) {
      inner *= values.tensor().shape().dim(later);
    }
    long stride = inner;
    LongStream.range(0, Math.ceilDiv(values.elements(), BLOCK))
        .parallel()
        .forEach(block -> {
          long end = Math.min((block + 1) * BLOCK, values.elements());
          for (long i = block * BLOCK; i < end; i++) {
            int exponent = sign * exponents[(int) (i / stride % length)];
            values.set(i, Math.scalb(values.get(i), exponent));
          }
        });
  }

  /**
   * A subnormal first operand, a second one that makes the results normal, and no addend: results
   * of 0 show that subnormal operands are taken for 0.
   */
  public Map<Tensor, HostTensor> subnormalOperand() {
    double smallest = product.first.type().minNormal();
    double other = product.first.type() == DataType.F8E4M3 ? 1 : Math.min(1 / smallest, 0x1p60) / 8;
    Map<Tensor, HostTensor> values =
        inputs(
            SeededValues.uniform(product.first, smallest / 2, seed),
            SeededValues.uniform(product.second, other, seed));
    product.addend.ifPresent(c -> values.put(c, HostTensor.allocate(c)));
    return values;
  }

  /**
   * Normal operands with subnormal results: results of 0 show that they are flushed. Empty if
   * operands of the type are too large for it.
   */
  public Optional<Map<Tensor, HostTensor>> subnormalResults() {
    double results = product.out.type().minNormal() / 16;
    double terms = Math.sqrt((double) product.terms) * Math.max(1, Math.abs(product.alpha));
    double operands = Math.sqrt(results / terms);
    if (operands < product.first.type().minNormal()) {
      return Optional.empty();
    }
    Map<Tensor, HostTensor> values =
        inputs(
            SeededValues.uniform(product.first, operands, seed),
            SeededValues.uniform(product.second, operands, seed));
    double addends = results / Math.max(1, Math.abs(product.beta));
    product.addend.ifPresent(c -> values.put(c, SeededValues.uniform(c, addends, seed)));
    return Optional.of(values);
  }

  private Map<Tensor, HostTensor> inputs(HostTensor first, HostTensor second) {
    Map<Tensor, HostTensor> values = new LinkedHashMap<>();
    values.put(product.first, first);
    values.put(product.second, second);
    return values;
  }
}
