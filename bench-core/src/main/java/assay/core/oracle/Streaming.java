package assay.core.oracle;

import assay.core.program.HostTensor;
import assay.core.program.op.Op;
import java.util.stream.LongStream;

/** Entry-by-entry check of one element-wise operation over tensors too large for arrays. */
final class Streaming {
  private static final int CHUNK = 1 << 16;

  private final Elementwise.Rule rule;
  private final HostTensor first;
  private final HostTensor second;
  private final HostTensor actual;

  /** {@code second} is {@code first} again for operations of one operand. */
  Streaming(Op op, HostTensor first, HostTensor second, HostTensor actual) {
    this.rule = Elementwise.rule(op).orElseThrow();
    this.first = first;
    this.second = second;
    this.actual = actual;
  }

  Comparison compare() {
    long chunks = (actual.elements() + CHUNK - 1) / CHUNK;
    return LongStream.range(0, chunks)
        .parallel()
        .mapToObj(this::chunk)
        .reduce(new Comparison(), Comparison::merged);
  }

  private Comparison chunk(long number) {
    long from = number * CHUNK;
    int count = (int) Math.min(CHUNK, actual.elements() - from);
    double[] a = Slices.read(first, from, count);
    boolean aligned = second.elements() == first.elements();
    double[] b = aligned ? Slices.read(second, from, count) : period();
    double[] found = Slices.read(actual, from, count);
    Comparison comparison = new Comparison();
    Elementwise.Result result = new Elementwise.Result();
    int at = aligned ? 0 : (int) (from % b.length);
    for (int i = 0; i < count; i++) {
      rule.apply(a[i], 0, b[at], 0, result);
      comparison.compare(actual.tensor(), from + i, result.value, result.bound, found[i]);
      at = at + 1 == b.length ? 0 : at + 1;
    }
    return comparison;
  }

  /** A bias is short: read whole. */
  private double[] period() {
    return Slices.read(second, 0, Math.toIntExact(second.elements()));
  }
}
