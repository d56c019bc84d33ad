package assay.core.oracle.op;

import assay.core.oracle.Comparison;
import assay.core.oracle.ErrorModel;
import assay.core.oracle.Evaluation;
import assay.core.oracle.ReferenceTensor;
import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import assay.core.program.op.MatMulChain;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** A chain of matrix products, tile by tile. */
record MatMulChainRule(MatMulChain op) implements Rule {
  private int operands() {
    return Math.toIntExact(op.m() * op.k());
  }

  private int results() {
    return Math.toIntExact(op.m() * op.n());
  }

  @Override
  public void evaluate(Evaluation e) {
    ReferenceTensor a = e.get(op.a());
    MatMulChainTiles tiles =
        new MatMulChainTiles(op, e.model(), e.values(op.b()), e.bounds(op.b()));
    double[] values = new double[Math.toIntExact(op.out().elements())];
    double[] bounds = new double[values.length];
    int results = results();
    for (int tile = 0; tile * results < values.length; tile++) {
      int from = tile * operands();
      MatMulChainTiles.Tile computed =
          tiles.tile(
              Arrays.copyOfRange(a.values(), from, from + operands()),
              Arrays.copyOfRange(a.bounds(), from, from + operands()));
      System.arraycopy(computed.values(), 0, values, tile * results, results);
      System.arraycopy(computed.bounds(), 0, bounds, tile * results, results);
    }
    e.put(op.out(), values, bounds);
  }

  @Override
  public Optional<Comparison> streamed(
      ErrorModel model, Map<Tensor, HostTensor> given, Map<Tensor, HostTensor> actual) {
    HostTensor a = Rule.operand(given, op.a());
    HostTensor found = Rule.operand(actual, op.out());
    double[] right = Rule.operand(given, op.b()).toDoubles();
    MatMulChainTiles tiles = new MatMulChainTiles(op, model, right, new double[right.length]);
    return Optional.of(
        LongStream.range(0, op.a().shape().dim(0))
            .parallel()
            .mapToObj(tile -> compare(tile, tiles, a, found))
            .reduce(new Comparison(), Comparison::merged));
  }

  private Comparison compare(long number, MatMulChainTiles tiles, HostTensor a, HostTensor actual) {
    MatMulChainTiles.Tile expected =
        tiles.tile(Slices.read(a, number * operands(), operands()), new double[operands()]);
    double[] found = Slices.read(actual, number * results(), results());
    Comparison comparison = new Comparison();
    for (int i = 0; i < found.length; i++) {
      long at = number * found.length + i;
      comparison.compare(op.out(), at, expected.values()[i], expected.bounds()[i], found[i]);
    }
    return comparison;
  }
}
