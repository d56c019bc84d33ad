package assay.core.oracle.op;

import assay.core.oracle.Comparison;
import assay.core.oracle.ErrorModel;
import assay.core.oracle.Evaluation;
import assay.core.oracle.ReferenceTensor;
import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * An operation whose element i depends on element i of its operands alone (a bias: on element i
 * modulo its length), so that large tensors can be checked chunk by chunk.
 */
record ElementwiseRule(Op op, Elementwise.Formula formula) implements Rule {
  private static final int CHUNK = 1 << 16;

  private Tensor first() {
    return op.inputs().getFirst();
  }

  /** The second operand; for unary operations the first again. */
  private Tensor second() {
    return op.inputs().get(op.inputs().size() > 1 ? 1 : 0);
  }

  private Tensor out() {
    return op.outputs().getFirst();
  }

  @Override
  public void evaluate(Evaluation e) {
    ReferenceTensor first = e.get(first());
    ReferenceTensor second = e.get(second());
    int period = second.values().length;
    double[] values = new double[first.values().length];
    double[] bounds = new double[values.length];
    Elementwise.Result result = new Elementwise.Result();
    for (int i = 0; i < values.length; i++) {
      int j = i % period;
      formula.apply(
          first.values()[i], first.bounds()[i], second.values()[j], second.bounds()[j], result);
      values[i] = result.value;
      bounds[i] = result.bound;
    }
    e.put(out(), values, bounds);
  }

  @Override
  public Optional<Comparison> streamed(
      ErrorModel model, Map<Tensor, HostTensor> given, Map<Tensor, HostTensor> actual) {
    HostTensor a = Rule.operand(given, first());
    HostTensor b = Rule.operand(given, second());
    HostTensor found = Rule.operand(actual, out());
    long chunks = (found.elements() + CHUNK - 1) / CHUNK;
    return Optional.of(
        LongStream.range(0, chunks)
            .parallel()
            .mapToObj(chunk -> compare(chunk * CHUNK, a, b, found))
            .reduce(new Comparison(), Comparison::merged));
  }

  private Comparison compare(long from, HostTensor first, HostTensor second, HostTensor actual) {
    int count = (int) Math.min(CHUNK, actual.elements() - from);
    double[] a = Slices.read(first, from, count);
    boolean aligned = second.elements() == first.elements();
    // A bias is short, so it is read completely.
    double[] b =
        aligned
            ? Slices.read(second, from, count)
            : Slices.read(second, 0, Math.toIntExact(second.elements()));
    double[] found = Slices.read(actual, from, count);
    Comparison comparison = new Comparison();
    Elementwise.Result result = new Elementwise.Result();
    int at = aligned ? 0 : (int) (from % b.length);
    for (int i = 0; i < count; i++) {
      formula.apply(a[i], 0, b[at], 0, result);
      comparison.compare(actual.tensor(), from + i, result.value, result.bound, found[i]);
      at = at + 1 == b.length ? 0 : at + 1;
    }
    return comparison;
  }
}
